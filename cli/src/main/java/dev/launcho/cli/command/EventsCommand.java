package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.EventFollow;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.OutputFormat;
import dev.launcho.cli.line.TimeArgument;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.protocol.RecordJson;
import dev.launcho.cli.render.Console;
import dev.launcho.cli.render.EventLine;
import dev.launcho.core.event.Event;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code launcho events}. */
@Command(
        name = "events",
        description = "Show events, oldest first, one line each.",
        footer = {"", "Example:", "  launcho events --watch --since 10m"})
final class EventsCommand implements Callable<Integer> {
    private static final int PAGE = 1000;
    /** Far more than the files of a server hold. */
    private static final int MOST_PAGES = 1000;

    private final CommandContext session;

    @Option(names = "--tail", paramLabel = "N", description = "Only the last N (default: ${DEFAULT-VALUE}).")
    private int tail = 100;

    @Option(
            names = "--since",
            paramLabel = "WHEN",
            description = "All events since: 5m, 2h, or 2026-01-31T12:00:00Z; --tail is ignored then.")
    private String since = "";

    @Option(
            names = "--watch",
            description = "(or -w) Print new events as they happen, until Ctrl-C; with -o json one object a line.")
    private boolean watch;

    @Mixin
    private OutputFormat format = new OutputFormat();

    EventsCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        Console console = session.console();
        Instant from = TimeArgument.parse("--since", since, Instant.now());
        AdminClient client = session.client();
        List<Event> events = last(client, from, since.isEmpty() ? tail : Integer.MAX_VALUE);
        if (!watch) {
            format.print(console, events, numbers(events), () -> events.forEach(this::line));
            return ExitCode.OK.number();
        }
        events.forEach(this::one);
        long after = events.isEmpty()
                ? newest(client)
                : events.get(events.size() - 1).sequence();
        try {
            new EventFollow(client, after)
                    .run(
                            new EventFollow.Sink() {
                                @Override
                                public void accept(Event event) throws IOException {
                                    one(event);
                                    if (console.out().checkError()) {
                                        throw new IOException("nobody reads any more");
                                    }
                                }

                                @Override
                                public void missing(long count) {
                                    console.err()
                                            .println(count + " events are missing here: the server no longer has them");
                                }
                            },
                            () -> console.err().println(client.server() + " is not reachable, waiting for it"));
        } catch (IOException e) {
            return ExitCode.OK.number();
        }
        return ExitCode.OK.number();
    }

    private static List<String> numbers(List<Event> events) {
        return events.stream().map(e -> Long.toString(e.sequence())).toList();
    }

    /** Prints one event of a stream. */
    private void one(Event event) {
        if (format.isTable()) {
            line(event);
        } else if (format.json()) {
            session.console().out().println(Json.line(RecordJson.write(event)));
        } else {
            format.print(session.console(), List.of(event), numbers(List.of(event)), () -> {});
        }
    }

    private void line(Event event) {
        Console console = session.console();
        String when = event.at().truncatedTo(ChronoUnit.SECONDS).toString();
        console.out().println(EventLine.of(event, when, console.paint(Console.Stream.OUT)));
    }

    private static long newest(AdminClient client) throws Failure {
        List<Event> all = client.events(0, 1);
        return all.isEmpty() ? 0 : all.get(all.size() - 1).sequence();
    }

    /** Returns the last events. The server sends them in order, so that the last are at the end of the last page. */
    private static List<Event> last(AdminClient client, Instant from, int most) throws Failure {
        List<Event> last = new ArrayList<>();
        long after = 0;
        for (int pages = 0; pages < MOST_PAGES; pages++) {
            List<Event> page = client.events(after, PAGE);
            page.stream().filter(e -> !e.at().isBefore(from)).forEach(last::add);
            if (last.size() > most) {
                last.subList(0, last.size() - Math.max(0, most)).clear();
            }
            if (page.size() < PAGE) {
                return last;
            }
            long newest = page.get(page.size() - 1).sequence();
            if (newest <= after) {
                throw new Failure(
                        ExitCode.FAILED,
                        client.server() + " sends events after number " + after + " that are numbered up to " + newest,
                        "is this a launcho server?");
            }
            after = newest;
        }
        throw new Failure(
                ExitCode.FAILED,
                client.server() + " has more than " + MOST_PAGES * PAGE + " events",
                "a launcho server keeps fewer: is this one?");
    }
}
