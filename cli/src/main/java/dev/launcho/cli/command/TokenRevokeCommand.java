package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.client.MadeTokens;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.ForEachName;
import dev.launcho.cli.line.MadeTokensReport;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code launcho token revoke}: makes tokens invalid, and ends what is open with them. */
@Command(
        name = "revoke",
        description = "Revoke tokens: the server rejects them, and ends their open requests.",
        footer = {"", "Examples:", "  launcho token revoke ci", "  launcho token revoke leaked --made"})
final class TokenRevokeCommand implements Callable<Integer> {
    private final CommandContext session;

    @Parameters(arity = "1..*", paramLabel = "TOKEN_NAME", description = "As \"token ls\" lists them.")
    private List<String> names = List.of();

    @Option(names = "--made", description = "Also revoke every token that was made with one of these.")
    private boolean alsoMade;

    TokenRevokeCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        AdminClient client = session.client();
        session.console().err().println("server: " + client.server());
        Set<String> gone = new HashSet<>();
        return ForEachName.of(session.console(), names, name -> {
                    if (gone.contains(name)) {
                        return; // A token before made it.
                    }
                    MadeTokens made = client.revokeToken(name, alsoMade);
                    session.console().out().println("revoked " + name);
                    gone.addAll(made.revoked());
                    MadeTokensReport.print(session.console(), made, names, "launcho token revoke " + name + " --made");
                    if (alsoMade) {
                        MadeTokensReport.checkRevoked(made, names);
                    }
                })
                .number();
    }
}
