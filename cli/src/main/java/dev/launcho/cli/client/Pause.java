package dev.launcho.cli.client;

import java.time.Duration;

/** Between two questions to a server that can't be asked to tell by itself. */
public final class Pause {
    private Pause() {}

    /** Waits so long. @throws Failure if the thread is interrupted meanwhile */
    public static void of(Duration time) throws Failure {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.INTERRUPTED, "interrupted");
        }
    }
}
