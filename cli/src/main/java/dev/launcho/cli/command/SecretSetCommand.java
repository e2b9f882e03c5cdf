package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.MessageOption;
import dev.launcho.cli.line.PlanReport;
import dev.launcho.cli.line.SecretInput;
import dev.launcho.cli.line.WaitOption;
import dev.launcho.cli.render.Console;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code launcho secret set}: the value from the command line, from standard input, or asked for without echo. */
@Command(
        name = "set",
        description = "Set a secret, list the processes that use it, and wait until they are replaced.",
        footer = {
            "",
            "Examples:",
            "  launcho secret set BUNDLE_RESOURCE_ID $(cat NEW_RESOURCE_ID)",
            "  vault read -field=password db | launcho secret set DB_PASSWORD",
            "  launcho secret set TLS_KEY --raw < key.pem"
        })
final class SecretSetCommand implements Callable<Integer> {
    private final CommandContext session;
    private final Console console;

    @Parameters(index = "0", paramLabel = "SECRET_NAME", description = "As the target refers to it.")
    private String name = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "VALUE",
            description = "The value, taken as it is. Without it, or with -, standard input is read, without"
                    + " one line end at its"
                    + " end. On a terminal you are asked.")
    private @Nullable String value;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "Read the value from a file, without one line end at its end.")
    private @Nullable String file;

    @Option(names = "--raw", description = "Keep the line end at the end of standard input or of the file.")
    private boolean raw;

    @Option(names = "--dry-run", description = "Only show which processes it would replace.")
    private boolean dryRun;

    @Mixin
    private MessageOption message = new MessageOption();

    @Mixin
    private WaitOption waiting = new WaitOption();

    SecretSetCommand(CommandContext session) {
        this.session = session;
        this.console = session.console();
    }

    @Override
    public Integer call() throws Failure {
        String why = message.text();
        AdminClient client = session.client();
        String secret = secret();
        PlanReport report = new PlanReport(session, client);
        if (dryRun) {
            report.dry(client.planSecret(name, secret));
            return ExitCode.OK.number();
        }
        return report.carryOut(
                () -> client.planSecret(name, secret),
                plan -> client.setSecret(name, secret, plan.revision(), why),
                waiting);
    }

    private String secret() throws Failure {
        boolean given = value != null && !value.equals("-");
        if (given && (raw || file != null)) {
            throw new Failure(
                    ExitCode.USAGE,
                    (raw ? "--raw" : "--file") + " and VALUE exclude each other, nothing sent",
                    "a VALUE is taken as it is");
        }
        if (value != null && file != null) {
            throw new Failure(ExitCode.USAGE, "--file and - exclude each other, nothing sent");
        }
        SecretInput input = new SecretInput(console, name, raw);
        if (given) {
            if (console.isTerminal(Console.Stream.ERR)) {
                console.notice("the value is in ps and the shell's history; better: launcho secret set " + name
                        + ", and type it, or < FILE");
            }
            return SecretInput.argument(value);
        }
        boolean asked = value == null && file == null && console.isTerminal(Console.Stream.IN);
        return asked ? input.ask() : input.read(file == null ? "-" : file);
    }
}
