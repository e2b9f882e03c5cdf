package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.client.Login;
import dev.launcho.cli.protocol.Auth;
import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.cli.protocol.DurableFile;
import dev.launcho.cli.render.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code launcho token rotate}: the old token is good no more; this client's own file gets the new one. */
@Command(
        name = "rotate",
        description = "Make a new token in place of the old one, which lets nobody in any more.",
        footer = {"", "Examples:", "  launcho token rotate", "  launcho token rotate --read-only > dashboard.yaml"})
final class TokenRotateCommand implements Callable<Integer> {
    private final Session session;
    private final Console console;

    @Option(names = "--read-only", description = "The read-only token; prints an auth file with the new one.")
    private boolean readOnly;

    TokenRotateCommand(Session session) {
        this.session = session;
        this.console = session.console();
    }

    @Override
    public Integer call() throws Failure {
        Login login = session.login();
        AdminClient client = session.client();
        console.err().println("server: " + client.server());
        if (readOnly) {
            String token = client.rotateToken("read-only");
            console.out()
                    .print(AuthFile.format(Auth.ofClient(
                            login.address().toString(), login.auth().cert(), token)));
            return ExitCode.OK.number();
        }
        boolean servers = !login.auth().privateKey().isEmpty(); // The server writes that one itself.
        if (!servers && !Files.isWritable(login.file())) {
            throw new Failure(ExitCode.FAILED, login.file() + " can't be written, so that the new token would be lost");
        }
        String token = client.rotateToken("admin");
        if (!servers) {
            keep(login, token);
        }
        console.err().println("the new token is in " + login.file());
        console.err().println("other clients need it too: launcho print-auth on the server prints what they need");
        return ExitCode.OK.number();
    }

    private static void keep(Login login, String token) throws Failure {
        Auth old = login.auth();
        Auth fresh = new Auth(old.host(), old.cert(), "", token, "", old.isProtected());
        try {
            DurableFile.writePrivate(login.file(), AuthFile.format(fresh).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.FAILED,
                    "the server has a new token, but " + login.file() + " can't be written: " + e.getMessage(),
                    "put it there yourself: launcho print-auth on the server prints it");
        }
    }
}
