package dev.launcho.core.process.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A shell of the server's user between the server and a program of another user. The other user's processes have a pipe
 * to the shell's reader; the pipe to the server has only the shell and its reader. Otherwise any process of that user could
 * copy the program's end of the pipe (pidfd_getfd(2)), and hold it, or write without end: at the end of a program the JVM
 * reads all that is left. Any thread.
 */
public final class OutputRelay {
    /** Most bytes that the reader passes on. Any pipe of root's takes them, so no reader has to wait for the server. */
    static final int MOST_BYTES = 32 << 10;

    /**
     * Descriptor 3 leads to the server, 4 to the shell that asks for the status: the program has neither. The shell waits for the
     * reader, too, and so for all who hold the program's output; the server sets the deadline.
     */
    private static final String SCRIPT =
            "reader=$1 most=$2; shift 2; { status=$({ { \"$@\" 3>&- 4>&-; echo $? >&4; } | \"$reader\" -c \"$most\" >&3; }"
                    + " 4>&1); } 3>&1; exit \"${status:-125}\"";

    private OutputRelay() {}

    /**
     * Returns the words before a command, outside of those that change the user. The status is the command's own. There
     * are none for the server's own user, whose processes can reach the server anyway.
     */
    public static List<String> words(SystemTools tools, UserAccount account) {
        return account.number() == UserAccount.own()
                ? List.of()
                : List.of(
                        tools.sh().toString(),
                        "-c",
                        SCRIPT,
                        "relay",
                        tools.head().toString(),
                        "" + MOST_BYTES);
    }

    /** Returns the output of a program that has ended. */
    public static String text(Process ended) throws IOException {
        return new String(ended.getInputStream().readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    }

    /** Ends a program that is late, with the shell and the reader. */
    public static void end(Process late) {
        late.descendants().forEach(ProcessHandle::destroyForcibly);
        late.destroyForcibly();
    }
}
