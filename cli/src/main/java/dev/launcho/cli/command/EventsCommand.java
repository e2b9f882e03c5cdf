package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.protocol.EventJson;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.render.Console;
import dev.launcho.cli.render.EventLine;
import dev.launcho.core.admin.EventView;
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
        description = "Show what happened, oldest first.",
        footer = {"", "Example:", "  launcho events --tail 20"})
final class EventsCommand implements Callable<Integer> {
    private static final int PAGE = 1000;

    private final Session session;

    @Option(names = "--tail", paramLabel = "N", description = "Only the last N (default: ${DEFAULT-VALUE}).")
    private int tail = 100;

    @Mixin
    private Format format = new Format();

    EventsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        Console console = session.console();
        List<EventView> events = last(session.client());
        if (format.json()) {
            console.out().println(Json.pretty(Json.array(events, EventJson::write)));
            return ExitCode.OK.number();
        }
        for (EventView event : events) {
            String when = event.at().truncatedTo(ChronoUnit.SECONDS).toString();
            console.out().println(EventLine.of(event, when, console.paint(Console.Stream.OUT)));
        }
        return ExitCode.OK.number();
    }

    /** The server tells them in order, so that the last are at the end of the last page. */
    private List<EventView> last(AdminClient client) throws Failure {
        List<EventView> last = new ArrayList<>();
        long after = 0;
        while (true) {
            List<EventView> page = client.events(after, PAGE);
            last.addAll(page);
            if (last.size() > tail) {
                last.subList(0, last.size() - Math.max(0, tail)).clear();
            }
            if (page.size() < PAGE) {
                return last;
            }
            after = page.get(page.size() - 1).sequence();
        }
    }
}
