package dev.launcho.core.process.system;

import dev.launcho.core.failure.ServerShortage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The output of a short program of the system. Blocks until the program ends, or is killed because its time is over. */
public final class ProgramOutput {
    private static final long POLL_MILLIS = 2;
    private static final int MOST_BYTES = 4 << 20;

    private ProgramOutput() {}

    /**
     * Runs a program with an empty input.
     *
     * @param seconds until the program is killed
     * @return what it printed; empty if it can't be started, prints more than 4 MiB, or its time was over
     */
    public static Optional<String> of(List<String> command, long seconds) {
        try {
            return inTime(command, seconds);
        } catch (TimeoutException late) {
            return Optional.empty();
        }
    }

    /**
     * Runs a program likewise.
     *
     * @return what it printed; empty if it can't be started or prints more than 4 MiB
     * @throws TimeoutException if its time was over, this server lacks what it takes to start it, or this thread was
     *     interrupted: it might have printed something
     */
    public static Optional<String> inTime(List<String> command, long seconds) throws TimeoutException {
        try {
            Process process =
                    SpawnFailures.start(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD));
            return of(process, System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
        } catch (ServerShortage lacking) {
            throw new TimeoutException(lacking.getMessage());
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    private static Optional<String> of(Process process, long deadline) throws IOException, TimeoutException {
        try {
            process.getOutputStream().close();
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                takeAvailable(process.getInputStream(), output);
                boolean late = System.nanoTime() - deadline > 0;
                if (output.size() > MOST_BYTES || late) {
                    process.destroyForcibly().waitFor(); // It is gone from its cgroup then, too.
                    if (late) {
                        throw new TimeoutException();
                    }
                    return Optional.empty();
                }
            }
            takeAvailable(process.getInputStream(), output);
            return output.size() > MOST_BYTES ? Optional.empty() : Optional.of(output.toString(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new TimeoutException();
        }
    }

    /** Reads what is there, and never waits: a process that the program left behind may hold the pipe open for ever. */
    private static void takeAvailable(InputStream from, ByteArrayOutputStream to) throws IOException {
        int count = from.available();
        while (count > 0 && to.size() <= MOST_BYTES) {
            to.write(from.readNBytes(count));
            count = from.available();
        }
    }
}
