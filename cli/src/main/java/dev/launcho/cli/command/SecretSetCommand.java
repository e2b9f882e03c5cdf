package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.render.Console;
import dev.launcho.core.admin.PlanView;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code launcho secret set}: the value from the command line, from standard input, or asked for without echo. */
@Command(
        name = "set",
        description = "Set a secret; processes that use it are named and replaced, which is waited for.",
        footer = {
            "",
            "Examples:",
            "  launcho secret set BUNDLE_RESOURCE_ID $(cat NEW_RESOURCE_ID)",
            "  launcho secret set TLS_KEY < key.pem"
        })
final class SecretSetCommand implements Callable<Integer> {
    private static final int LARGEST = 1024 * 1024;

    private final Session session;
    private final Console console;

    @Parameters(index = "0", paramLabel = "SECRET_NAME", description = "As the target refers to it.")
    private String name = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "VALUE",
            description = "Without it, or with -, standard input is read, but for a line end at its end."
                    + " On a terminal you are asked.")
    private @Nullable String value;

    @Option(names = "--dry-run", description = "Only show which processes it would replace.")
    private boolean dryRun;

    @Mixin
    private Message message = new Message();

    @Mixin
    private Waiting waiting = new Waiting();

    SecretSetCommand(Session session) {
        this.session = session;
        this.console = session.console();
    }

    @Override
    public Integer call() throws Failure {
        String why = message.text();
        AdminClient client = session.client();
        String secret = value == null || value.equals("-") ? read() : value;
        if (value != null && !value.equals("-") && console.isTerminal(Console.Stream.ERR)) {
            console.notice("the value is in ps and the shell's history; better: launcho secret set " + name
                    + ", and type it, or < FILE");
        }
        PlanReport report = new PlanReport(session, client);
        PlanView plan = client.planSecret(name, secret);
        if (dryRun) {
            report.dry(plan);
            return ExitCode.OK.number();
        }
        report.print(plan);
        boolean told = !plan.processes().isEmpty() || !plan.services().isEmpty();
        return new ChangeReport(session, client).report(client.setSecret(name, secret, why), told, waiting);
    }

    private String read() throws Failure {
        if (value == null && console.isTerminal(Console.Stream.IN)) {
            return HiddenPrompt.ask(console, "value of " + name + ": ");
        }
        return withoutLineEnd(Input.bytes(console, "-", LARGEST));
    }

    private static String withoutLineEnd(byte[] bytes) throws Failure {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Failure(
                    ExitCode.INVALID,
                    "standard input is not UTF-8 text, nothing sent",
                    "for bytes use a resource: launcho resource up FILE");
        }
        return text.endsWith("\r\n")
                ? text.substring(0, text.length() - 2)
                : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
