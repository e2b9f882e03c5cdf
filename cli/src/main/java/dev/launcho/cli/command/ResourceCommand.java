package dev.launcho.cli.command;

import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.HelpPrinter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code launcho resource}: the group. */
@Command(
        name = "resource",
        aliases = {"resources", "r"},
        description = "List, upload, download or delete the files that processes start from.",
        footer = {"", "Example:", "  launcho resource up bundle.tar.bz2"})
final class ResourceCommand implements Runnable {
    private final CommandContext session;

    @Spec
    private CommandSpec spec;

    ResourceCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public void run() {
        HelpPrinter.print(spec, session.console().out());
    }
}
