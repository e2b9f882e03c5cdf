package dev.launcho.cli.client;

import java.time.Duration;

/** The wait between two requests to a server that can't notify its clients. */
public final class PollInterval {
    private PollInterval() {}

    /** Waits for {@code time}. @throws Failure if the thread is interrupted meanwhile */
    public static void of(Duration time) throws Failure {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.INTERRUPTED, "interrupted");
        }
    }
}
