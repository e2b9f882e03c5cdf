package dev.launcho.core.process.system;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.failure.ServerShortage;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A shell of the server's user between the server and a check, which prints its status. The server gets the status as that of
 * the shell, and shares no pipe with the check's user: any process of that user could copy the check's end of it
 * (pidfd_getfd(2), {@code /proc/PID/fd}), and write without end or never read. Any thread.
 */
public final class StatusRelay {
    /** Most bytes that are read: two statuses, each on its line. */
    private static final int MOST_BYTES = 16;

    /** The word that a check prints if it lacks a process. */
    public static final String LACK = "fork";

    /** The letter that the shell prints if it lacks a process itself, and the one for a check that does. */
    private static final char OWN_LACK = 'r';

    private static final char CHECKS_LACK = 'c';

    /** The status of a shell that can't fork. */
    private static final int CANT_FORK = 2;

    /**
     * What a check prints comes first. The status of its own end comes after that, for a check that could not be started. The
     * text is split, and no name in it is expanded: it may be anybody's. A shell that can't fork ends at once, with 2 or 254;
     * if no text comes, one of those in the pipe could not.
     */
    private static final String SCRIPT = "trap 'case $? in 2 | 254) echo " + OWN_LACK + " ;; esac' EXIT;"
            + " reader=$1 most=$2 feeder=$3; shift 3; set -f; run() { \"$@\"; echo $?; };"
            + " case $reader:$feeder in :) set -- $(run \"$@\") ;;"
            + " *:) set -- $(run \"$@\" | \"$reader\" -c \"$most\") ;;"
            + " *) set -- $(\"$feeder\" | run \"$@\" | \"$reader\" -c \"$most\") ;; esac; trap - EXIT;"
            + " case $1 in '') echo " + OWN_LACK + " ;; " + LACK + ") echo " + CHECKS_LACK + " ;;"
            + " [0-9] | [0-9][0-9] | [0-9][0-9][0-9]) exit \"$1\" ;; esac; exit 125";

    private StatusRelay() {}

    /**
     * Returns the status of a check that has ended.
     *
     * @param full whether the instance has all processes that it may have: then a lack is no shortage of the server's
     * @throws ServerShortage if there was no process left for it
     */
    public static int status(Process ended, BooleanSupplier full) throws IOException {
        int lack = ended.getInputStream().read();
        if (lack == CHECKS_LACK && full.getAsBoolean()) {
            return CANT_FORK;
        }
        if (lack >= 0) {
            throw new ServerShortage(FailureKind.NO_PROCESS);
        }
        return ended.exitValue();
    }

    /**
     * Returns the words before a check, outside of those that change the user. Without a reader the shell reads all that the check
     * prints: the server's own user can reach the server anyway.
     *
     * @param other whether the check runs as another user than the server
     * @param small whether any pipe takes the check's input at once. Otherwise the shell feeds it to the check of another user,
     *     which has the server's pipe else.
     */
    public static List<String> words(SystemTools tools, boolean other, boolean small) {
        String reader = other ? tools.head().toString() : "";
        String feeder = other && !small ? tools.cat().toString() : "";
        return List.of(tools.sh().toString(), "-c", SCRIPT, "relay", reader, "" + MOST_BYTES, feeder);
    }
}
