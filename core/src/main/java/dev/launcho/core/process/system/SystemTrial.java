package dev.launcho.core.process.system;

import dev.launcho.core.failure.ServerShortage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A trial run of a system program: whether this machine lets it succeed. A run that gives no answer is no "no". */
final class SystemTrial {
    private SystemTrial() {}

    /**
     * Runs a program without input and output. Blocks until it ends.
     *
     * @param seconds until the program is killed; a machine that has just booted may need long for any
     * @return false if it fails, or is missing
     * @throws IOException if it did not end in time, or this server lacks what it takes to start it
     */
    static boolean succeeds(List<String> command, int seconds) throws IOException {
        Process trial;
        try {
            trial = SpawnFailures.start(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD));
        } catch (ServerShortage lacking) {
            throw new IOException(
                    command.get(0) + " can't be tried: " + lacking.kind().words());
        } catch (IOException missing) {
            return false;
        }
        try {
            trial.getOutputStream().close();
            if (trial.waitFor(seconds, TimeUnit.SECONDS)) {
                return trial.exitValue() == 0;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(command.get(0) + " was not waited for");
        } finally {
            trial.destroyForcibly();
        }
        throw new IOException(command.get(0) + " did not end in " + seconds
                + " s, so it is unknown what it can do here;" + " try again when the machine has less to do");
    }
}
