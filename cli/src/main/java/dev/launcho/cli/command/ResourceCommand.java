package dev.launcho.cli.command;

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
    private final Session session;

    @Spec
    private CommandSpec spec;

    ResourceCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        Help.print(spec, session.console().out());
    }
}
