package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import java.time.Duration;
import picocli.CommandLine.Option;

/** {@code --no-wait}, on every command that changes what runs. */
final class Waiting {
    @Option(names = "--no-wait", description = "Return once the server has taken it, without waiting for the rollout.")
    private boolean noWait;

    /** Between two looks. */
    static void pause(Duration time) throws Failure {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.INTERRUPTED, "interrupted");
        }
    }

    boolean wanted() {
        return !noWait;
    }
}
