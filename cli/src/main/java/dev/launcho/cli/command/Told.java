package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.core.admin.Operations.Change;

/** What came of a change that nothing has to be waited for. */
final class Told {
    private Told() {}

    /** @return the exit code */
    static int of(Session session, AdminClient client, Change change) {
        session.console().err().println("server: " + client.server());
        change.notices().forEach(session.console().out()::println);
        return ExitCode.OK.number();
    }
}
