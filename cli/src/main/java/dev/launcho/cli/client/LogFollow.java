package dev.launcho.cli.client;

import dev.launcho.core.logs.LogPart;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads logs to their end, over broken connections and restarts of the server: no line is lost or told twice. One thread. */
public final class LogFollow {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final AdminClient client;
    private final LogWish wish;
    private final Map<Long, Long> next = new HashMap<>();

    public LogFollow(AdminClient client, LogWish wish) {
        this.client = client;
        this.wish = wish;
    }

    /** Takes what comes. */
    public interface Sink {
        /** @throws IOException when nobody reads any more */
        void accept(LogPart part) throws IOException;
    }

    /**
     * Blocks until all has been told.
     *
     * @param broken is told, once for each time, that the server is not reachable and is tried again
     */
    public void run(Sink sink, Runnable broken) throws Failure, IOException {
        boolean told = false;
        boolean connected = false;
        while (true) {
            try (LogFrames frames = client.logs(wish.request(next))) {
                connected = true;
                told = false;
                for (Optional<LogPart> part = frames.next(); part.isPresent(); part = frames.next()) {
                    take(part.get(), sink);
                }
                return;
            } catch (Failure e) {
                if (e.exit() != ExitCode.UNREACHABLE || !wish.follow() || !connected) {
                    throw e;
                }
            }
            if (!told) {
                told = true;
                broken.run();
            }
            Pause.of(PAUSE);
        }
    }

    private void take(LogPart part, Sink sink) throws IOException {
        if (part.isSilence()) {
            return;
        }
        sink.accept(part);
        number(part.instance()).ifPresent(n -> next.put(n, part.next()));
    }

    /** What an instance's name ends in: no two of a server have the same. */
    private static Optional<Long> number(String instance) {
        String digits = instance.substring(instance.lastIndexOf('-') + 1);
        return digits.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(digits)) : Optional.empty();
    }
}
