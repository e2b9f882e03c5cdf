package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.client.Login;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.OutputFormat;
import dev.launcho.cli.protocol.Auth;
import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.render.Console;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code launcho token create}: prints an auth file with a new token on standard output. */
@Command(
        name = "create",
        description = "Create a named token, and print an auth file with it.",
        footer = {
            "",
            "The server keeps only a hash of the token: it is printed only once.",
            "",
            "Examples:",
            "  launcho token create dashboard > prod-launcho-client-auth.yaml",
            "  launcho token create ci --role admin --expires 90d --host 203.0.113.7"
        })
final class TokenCreateCommand implements Callable<Integer> {
    private final CommandContext session;

    @Parameters(paramLabel = "NAME_OF_TOKEN", description = "Letters, digits, _ . and -; history and events show it.")
    private String name = "";

    @Option(
            names = "--role",
            paramLabel = "read|admin",
            description = "read shows everything but secrets; admin changes everything (default: read).")
    private String role = "read";

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "When the token expires: 12h, 90d, 2027-01-31 (default: never).")
    private String expires = "never";

    @Option(names = "--host", paramLabel = "HOST[:PORT]", description = "How clients reach the server.")
    private String host = "";

    @Mixin
    private OutputFormat format = new OutputFormat();

    TokenCreateCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        Login login = session.login();
        AdminClient client = session.client();
        Console console = session.console();
        console.err().println("server: " + client.server());
        AdminClient.NewToken made = client.createToken(name, role, expires);
        String address = host.isEmpty() ? login.address().toString() : host;
        Auth auth = Auth.ofClient(address, login.auth().cert(), made.token());
        format.print(
                console,
                Json.object("name", made.name(), "role", made.role(), "expires", made.expires(), "token", made.token()),
                List.of(made.name()),
                () -> console.out()
                        .print("# Token " + made.name() + " (" + made.role() + "). Paste this into"
                                + " ~/.launcho/launcho-client-auth.yaml on the client machine\n"
                                + AuthFile.format(auth)));
        if (!made.expires().isEmpty()) {
            console.notice("it expires at " + made.expires());
        }
        console.notice("launcho token revoke " + made.name() + " revokes it");
        return ExitCode.OK.number();
    }
}
