package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.client.PollInterval;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.InterruptMessage;
import dev.launcho.cli.line.OutputFormat;
import dev.launcho.cli.line.StatusFilter;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.protocol.RecordJson;
import dev.launcho.cli.render.Console;
import dev.launcho.cli.render.LiveScreen;
import dev.launcho.cli.render.StatusReport;
import dev.launcho.core.admin.StatusView;
import dev.launcho.core.text.QuotedText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code launcho status}. */
@Command(
        name = "status",
        description = "Show what runs, and what is wrong with it.",
        footer = {"", "Example:", "  launcho status --watch web"})
final class StatusCommand implements Callable<Integer> {
    private static final Set<String> WRONG = Set.of("failed", "backoff", "waiting", "degraded");
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final CommandContext session;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Only this process, instance or service.")
    private String name = "";

    @Option(names = "--watch", description = "Refresh until Ctrl-C, in place on a terminal.")
    private boolean watch;

    @Option(
            names = {"-a", "--all"},
            description = "Also show ended instances, how they ended, and the last events.")
    private boolean all;

    @Option(names = "--exit-code", description = "Exit 8 unless everything that is wanted is ready.")
    private boolean exitCode;

    @Mixin
    private OutputFormat format = new OutputFormat();

    StatusCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        AdminClient client = session.client();
        if (watch) {
            watch(client);
        }
        StatusView status = ask(client);
        Console console = session.console();
        format.print(
                console,
                status,
                names(status),
                () -> lines(client, status, console.width()).forEach(console.out()::println));
        return (exitCode && !healthy(status) ? ExitCode.UNHEALTHY : ExitCode.OK).number();
    }

    private StatusView ask(AdminClient client) throws Failure {
        StatusView status = client.status(all);
        return name.isEmpty() ? status : StatusFilter.only(status, name);
    }

    private List<String> lines(AdminClient client, StatusView status, int width) {
        return new StatusReport(status, Instant.now(), width, session.console().paint(Console.Stream.OUT))
                .wide(format.wide())
                .events(all)
                .lines(client.server());
    }

    private static List<String> names(StatusView status) {
        List<String> names = new ArrayList<>();
        status.processes().forEach(p -> {
            names.add("process/" + p.name());
            p.instances().forEach(i -> names.add("instance/" + i.id()));
        });
        status.services().forEach(s -> names.add("service/" + s.name()));
        return names;
    }

    private static boolean healthy(StatusView status) {
        boolean processes = status.processes().stream()
                .allMatch(p -> !WRONG.contains(p.state())
                        && (p.ready() >= p.wanted() || p.state().equals("completed")));
        return processes && status.services().stream().allMatch(s -> s.problem().isEmpty());
    }

    /** Shows the status until Ctrl-C; if the server is not reachable, says so and tries again. */
    private void watch(AdminClient client) throws Failure {
        Console console = session.console();
        LiveScreen screen = new LiveScreen(console);
        new InterruptMessage(screen::end);
        boolean away = false;
        while (true) {
            try {
                StatusView status = ask(client);
                away = false;
                if (format.json()) {
                    console.out().println(Json.line(RecordJson.write(status)));
                } else if (format.isTable()) {
                    screen.show(width -> lines(client, status, width));
                } else {
                    format.print(console, status, names(status), () -> {});
                }
            } catch (Failure e) {
                if (!e.isPassing()) {
                    throw e;
                }
                if (format.isTable()) {
                    screen.show(
                            width -> e.lines().stream().map(QuotedText::clean).toList());
                } else if (!away) {
                    format.error(console, e); // Once: standard output is for programs.
                }
                away = true;
            }
            if (console.out().checkError()) {
                throw new Failure(ExitCode.OK, List.of());
            }
            PollInterval.of(EVERY);
        }
    }
}
