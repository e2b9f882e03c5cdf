package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.OutputFormat;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.render.Console;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code launcho secret ls}: names only. */
@Command(
        name = "ls",
        description = "List the names of secrets.",
        footer = {"", "Example:", "  launcho secret ls"})
final class SecretLsCommand implements Callable<Integer> {
    private final CommandContext session;

    @Mixin
    private OutputFormat format = new OutputFormat();

    SecretLsCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        Console console = session.console();
        List<String> names = session.client().secretNames();
        format.print(console, Json.strings(names), names, () -> names.forEach(name -> console.data(name + "\n")));
        return ExitCode.OK.number();
    }
}
