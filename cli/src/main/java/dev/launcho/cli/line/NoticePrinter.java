package dev.launcho.cli.line;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.core.event.ChangeResult;
import dev.launcho.core.text.QuotedText;

/** The output of a change that needs no waiting. */
public final class NoticePrinter {
    private NoticePrinter() {}

    /** @return the exit code */
    public static int of(CommandContext session, AdminClient client, ChangeResult change) {
        session.console().err().println("server: " + client.server());
        change.notices().forEach(notice -> session.console().out().println(QuotedText.clean(notice)));
        return ExitCode.OK.number();
    }
}
