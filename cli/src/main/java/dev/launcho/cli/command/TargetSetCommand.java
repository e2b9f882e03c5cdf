package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code launcho target set}: check, send, wait. */
@Command(
        name = "set",
        description = "Check a target, make it the server's, and wait until it runs.",
        footer = {"", "Example:", "  launcho target set target.yaml"})
final class TargetSetCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "FILE", description = "The target, YAML; - reads standard input.")
    private String file = "";

    @Mixin
    private Waiting waiting = new Waiting();

    TargetSetCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        byte[] text = Input.bytes(session.console(), file, TargetCheck.LARGEST);
        String name = TargetCheck.name(file);
        List<String> problems = TargetCheck.problems(name, text);
        if (!problems.isEmpty()) {
            problems.forEach(session.console().err()::println);
            return ExitCode.INVALID.number();
        }
        AdminClient client = session.client();
        session.console().err().println("server: " + client.server());
        return new ChangeReport(session, client)
                .report(client.setTarget(name, text, client.target().revision(), ""), waiting);
    }
}
