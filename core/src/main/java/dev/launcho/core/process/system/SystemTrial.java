package dev.launcho.core.process.system;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.failure.ServerShortage;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A trial run of a system program: whether this machine lets it succeed. A run that gives no answer is no "no". */
final class SystemTrial {
    /** A shell's status of a program that could not be executed, or was killed, as by a kernel without memory. */
    private static final Set<Integer> NO_ANSWER = Set.of(126, 127, 137);

    private SystemTrial() {}

    /**
     * Runs a program without input and output. Blocks until it ends.
     *
     * @param seconds until the program is killed; a machine that has just booted may need long for any
     * @return false if it fails, or is missing
     * @throws ServerShortage if it gave no answer: it did not end in time, or this machine lacks what it takes
     */
    static boolean succeeds(List<String> command, int seconds) {
        Process trial;
        try {
            trial = SpawnFailures.start(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD));
            trial.getOutputStream().close();
        } catch (IOException missing) {
            return false;
        }
        try {
            if (!trial.waitFor(seconds, TimeUnit.SECONDS)) {
                throw new ServerShortage(FailureKind.STOOD_STILL);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerShortage(FailureKind.STOOD_STILL);
        } finally {
            trial.destroyForcibly();
        }
        if (NO_ANSWER.contains(trial.exitValue())) {
            throw new ServerShortage(FailureKind.NO_MEMORY);
        }
        return trial.exitValue() == 0;
    }
}
