package dev.launcho.core.process.kernel;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What was found of one variable in the environment that a process was started with.
 *
 * @param readable whether the environment shows any entry; a process in the middle of an exec shows none
 * @param value of the first entry of that name
 */
public record EnvironmentScan(boolean readable, Optional<String> value) {
    /**
     * Bytes that execve(2) takes at most, of arguments and variables together. A process may show far more as its
     * environment: prctl(2), PR_SET_MM_MAP, lets any user place it over gigabytes.
     */
    static final int MOST_BYTES = 6 << 20;

    /** Bytes of one entry: MAX_ARG_STRLEN of execve(2). */
    private static final int LONGEST_ENTRY = 128 << 10;

    private static final int BUFFER_BYTES = 64 << 10;

    public static final EnvironmentScan UNREADABLE = new EnvironmentScan(false, Optional.empty());

    /**
     * Reads on to the variable, with little memory whatever the process shows. Blocks, and without end if the process has
     * placed its environment over a file of a file system that does not answer.
     */
    public static EnvironmentScan of(long pid, String name) {
        try (InputStream in = new BufferedInputStream(new FileInputStream("/proc/" + pid + "/environ"), BUFFER_BYTES)) {
            return of(in, name);
        } catch (IOException notOurs) {
            return UNREADABLE;
        }
    }

    static EnvironmentScan of(InputStream in, String name) throws IOException {
        byte[] lead = (name + "=").getBytes(StandardCharsets.ISO_8859_1);
        boolean readable = false;
        StringBuilder value = new StringBuilder();
        int at = 0;
        boolean same = true;
        for (int count = 0; count < MOST_BYTES; count++) {
            int next = in.read();
            if (next <= 0) {
                if (same && at >= lead.length) {
                    return new EnvironmentScan(true, Optional.of(value.toString()));
                }
                if (next < 0) {
                    break;
                }
                value.setLength(0);
                at = 0;
                same = true;
                continue;
            }
            readable = true;
            if (at >= lead.length) {
                same = same && value.length() < LONGEST_ENTRY;
                if (same) {
                    value.append((char) next);
                }
            } else {
                same = same && lead[at] == next;
            }
            at++;
        }
        return new EnvironmentScan(readable, Optional.empty());
    }
}
