package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.protocol.StatusJson;
import dev.launcho.cli.render.Console;
import dev.launcho.cli.render.StatusReport;
import dev.launcho.core.admin.StatusView;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code launcho status}. */
@Command(
        name = "status",
        description = "Show what runs, what is wrong with it, and what happened last.",
        footer = {"", "Example:", "  launcho status -o json"})
final class StatusCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private Format format = new Format();

    StatusCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        AdminClient client = session.client();
        StatusView status = client.status();
        Console console = session.console();
        if (format.json()) {
            console.out().println(Json.pretty(StatusJson.write(status)));
        } else {
            new StatusReport(status, Instant.now(), console.width(), console.paint(Console.Stream.OUT))
                    .lines(client.server())
                    .forEach(console.out()::println);
        }
        return ExitCode.OK.number();
    }
}
