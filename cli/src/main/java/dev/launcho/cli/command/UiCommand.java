package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.client.Login;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.WebBrowser;
import dev.launcho.cli.protocol.CertificateFingerprint;
import dev.launcho.cli.render.Console;
import dev.launcho.core.disk.FileFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code launcho ui}: opens the server's web page, logged in. */
@Command(
        name = "ui",
        description = {
            "Open the server's web page, logged in. The link is good once, for a minute.",
            "",
            "The browser does not know the server's certificate: compare its fingerprint with the one that is printed."
        },
        footer = {"", "Example:", "  launcho ui"})
final class UiCommand implements Callable<Integer> {
    /** In the folder of the auth file. */
    private static final String FILE = "launcho-ui.html";

    private final CommandContext session;

    @Option(names = "--no-open", description = "Only print the link.")
    private boolean printOnly;

    UiCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        Login login = session.login();
        Console console = session.console();
        String link =
                "https://" + login.address() + "/#link=" + session.client().loginLink();
        console.out().println(link);
        console.out().println("certificate " + fingerprint(login));
        WebBrowser browser = new WebBrowser(session);
        Optional<Path> opener = printOnly ? Optional.empty() : browser.opener();
        Optional<String> refusal = browser.refusal();
        if (opener.isPresent() && refusal.isPresent()) {
            console.notice(refusal.get() + "; open the link in your own");
        } else if (opener.isPresent()) {
            open(browser, opener.get(), link);
        }
        return ExitCode.OK.number();
    }

    /** The connection has shown that the server has this certificate. */
    private static String fingerprint(Login login) throws Failure {
        try {
            return CertificateFingerprint.of(login.auth().cert());
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.INVALID, login.file() + ": cert: " + e.getMessage());
        }
    }

    private void open(WebBrowser browser, Path opener, String link) {
        Path file = session.home().dir().resolve(FILE);
        try {
            browser.open(opener, link, file);
        } catch (IOException e) {
            session.console()
                    .notice("the browser was not opened: " + FileFailure.words(e) + "; open the link yourself");
        }
    }
}
