package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.OutputFormat;
import dev.launcho.cli.protocol.ReceiverAnswer;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code launcho notify test}: the running server sends a message, once. */
@Command(
        name = "test",
        description = "Let the server send a test message, and print what each receiver answers.",
        footer = {
            "",
            "The exit code is 1 if a receiver does not take it.",
            "",
            "Examples:",
            "  launcho notify test",
            "  launcho notify test --url 2"
        })
final class NotifyTestCommand implements Callable<Integer> {
    private final CommandContext session;

    @Option(names = "--url", paramLabel = "N", description = "Only to this receiver, as \"notify ls\" numbers them.")
    private int number;

    @Mixin
    private OutputFormat format = new OutputFormat();

    NotifyTestCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        AdminClient client = session.client();
        List<ReceiverAnswer> answers = client.testReceivers(number);
        if (answers.isEmpty()) {
            throw new Failure(
                    ExitCode.NOT_FOUND,
                    client.server() + " has no receivers",
                    "name some in server.notify of its launcho-config.yaml, and start it again");
        }
        format.print(
                session.console(),
                answers,
                answers.stream()
                        .filter(ReceiverAnswer::delivered)
                        .map(a -> Integer.toString(a.number()))
                        .toList(),
                () -> answers.stream()
                        .map(NotifyTestCommand::line)
                        .forEach(session.console().out()::println));
        boolean all = answers.stream().allMatch(ReceiverAnswer::delivered);
        return (all ? ExitCode.OK : ExitCode.FAILED).number();
    }

    private static String line(ReceiverAnswer answer) {
        String what = answer.delivered() ? "delivered" : "not delivered, " + answer.problem();
        return answer.number() + "  " + answer.url() + "  " + what
                + (answer.answer().isEmpty() ? "" : "; it answers: " + answer.answer());
    }
}
