package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.client.Login;
import dev.launcho.cli.client.MadeTokens;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.MadeTokensReport;
import dev.launcho.cli.protocol.Auth;
import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.cli.protocol.DurableFile;
import dev.launcho.cli.render.Console;
import dev.launcho.core.disk.FileFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code launcho token rotate}: makes the old token invalid; this client's own file gets the new one. */
@Command(
        name = "rotate",
        description = "Replace the server's own token with a new one; the server rejects the old one from then on.",
        footer = {"", "Examples:", "  launcho token rotate", "  launcho token rotate --read-only > dashboard.yaml"})
final class TokenRotateCommand implements Callable<Integer> {
    private final CommandContext session;
    private final Console console;

    @Option(
            names = "--read-only",
            description = "Replace the read-only token, and print an auth file with the new one.")
    private boolean readOnly;

    @Option(names = "--made", description = "Also revoke every token that was made with the old one.")
    private boolean alsoMade;

    TokenRotateCommand(CommandContext session) {
        this.session = session;
        this.console = session.console();
    }

    @Override
    public Integer call() throws Failure {
        Login login = session.login();
        AdminClient client = session.client();
        console.err().println("server: " + client.server());
        if (readOnly) {
            AdminClient.Rotation rotation = client.rotateToken("read-only", alsoMade);
            console.out()
                    .print(AuthFile.format(Auth.ofClient(
                            login.address().toString(), login.auth().cert(), rotation.token())));
            check(rotation);
            return ExitCode.OK.number();
        }
        boolean servers = !login.auth().privateKey().isEmpty(); // The server writes its own file itself.
        if (!servers && !Files.isWritable(login.file())) {
            throw new Failure(ExitCode.FAILED, login.file() + " can't be written, so that the new token would be lost");
        }
        AdminClient.Rotation rotation = client.rotateToken("admin", alsoMade);
        if (!servers) {
            keep(login, rotation.token());
        }
        console.err().println("the new token is in " + login.file());
        console.err().println("other clients need it too: launcho print-auth on the server prints what they need");
        MadeTokens made = rotation.made();
        MadeTokensReport.print(console, made, List.of(), MadeTokensReport.byName(made.valid()));
        check(rotation);
        return ExitCode.OK.number();
    }

    private void check(AdminClient.Rotation rotation) throws Failure {
        if (alsoMade) {
            MadeTokensReport.checkRevoked(rotation.made(), List.of());
        }
    }

    private static void keep(Login login, String token) throws Failure {
        Auth fresh = login.auth().withToken(token);
        try {
            DurableFile.writePrivate(login.file(), AuthFile.format(fresh).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.FAILED,
                    "the server has a new token, but " + login.file() + " can't be written: " + FileFailure.reason(e),
                    "copy it there by hand: launcho print-auth on the server prints it");
        }
    }
}
