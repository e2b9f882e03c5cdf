package dev.launcho.core.process.system;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.failure.ServerShortage;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Starts programs, and recognises failures that come from a shortage of this server's own resources. */
final class SpawnFailures {
    /** The JDK's part of the message, which is English in every locale; the system's text follows it. */
    private static final Pattern NUMBER = Pattern.compile("error[=:] ?([0-9]{1,3})\\b");

    private static final int EAGAIN = 11;

    private SpawnFailures() {}

    /** @throws ServerShortage if descriptors, memory or processes are used up */
    static Process start(ProcessBuilder builder) throws IOException {
        try {
            return builder.start();
        } catch (IOException e) {
            FailureKind kind = kind(e);
            if (kind.isShortage()) {
                throw new ServerShortage(kind);
            }
            throw e;
        }
    }

    static FailureKind kind(IOException cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            Matcher number = NUMBER.matcher(String.valueOf(t.getMessage()));
            if (number.find()) {
                int errno = Integer.parseInt(number.group(1));
                return errno == EAGAIN ? FailureKind.NO_PROCESS : FailureKind.ofErrno(errno);
            }
        }
        return FailureKind.OTHER;
    }
}
