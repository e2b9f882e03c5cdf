package dev.launcho.cli.server;

import dev.launcho.cli.protocol.ReceiverAnswer;
import dev.launcho.cli.protocol.ReceiverView;
import dev.launcho.cli.server.notify.ReceiverOperations;
import java.time.Instant;
import java.util.List;

/** One receiver of messages, at first a good one. Any thread. */
public final class FakeReceivers implements ReceiverOperations {
    private static final String URL = "https://hooks.example";

    private volatile String problem = "";
    private volatile boolean none;

    /** From now on it fails. */
    public void fail(String why) {
        problem = why;
    }

    /** From now on there is none. */
    public void remove() {
        none = true;
    }

    @Override
    public List<ReceiverView> list() {
        boolean ok = problem.isEmpty();
        return none
                ? List.of()
                : List.of(new ReceiverView(
                        1,
                        URL,
                        List.of("failed", "recovered"),
                        "slack",
                        true,
                        ok ? "ok" : "failing",
                        problem,
                        ok ? Instant.EPOCH : Instant.parse("2026-01-31T12:00:00Z"),
                        2,
                        3,
                        4,
                        5));
    }

    @Override
    public List<ReceiverAnswer> test(int number) {
        return none ? List.of() : List.of(new ReceiverAnswer(1, URL, problem.isEmpty(), problem, "thank you"));
    }
}
