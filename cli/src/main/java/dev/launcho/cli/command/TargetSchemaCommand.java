package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.core.spec.key.TargetSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code launcho target schema}: asks no server. */
@Command(
        name = "schema",
        description = "Print the JSON Schema (draft-07) of a target, with a description of every key, for editors.",
        footer = {"", "Example:", "  launcho target schema > launcho-target.schema.json"})
final class TargetSchemaCommand implements Callable<Integer> {
    private final CommandContext session;

    TargetSchemaCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.console().out().print(TargetSchema.json());
        session.console().out().flush();
        return ExitCode.OK.number();
    }
}
