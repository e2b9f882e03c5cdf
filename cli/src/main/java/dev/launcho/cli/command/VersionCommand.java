package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.line.CommandContext;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code launcho version}. */
@Command(
        name = "version",
        description = "Print the version of this program.",
        footer = {"", "Example:", "  launcho version"})
final class VersionCommand implements Callable<Integer> {
    private final CommandContext session;

    VersionCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        // The jar's manifest has it; classes that run from a folder have none.
        String version = Optional.ofNullable(VersionCommand.class.getPackage().getImplementationVersion())
                .orElse("unpackaged");
        session.console().out().println("launcho " + version);
        return ExitCode.OK.number();
    }
}
