package dev.launcho.core.simulation;

/**
 * Something that users or fate do.
 *
 * @param after milliseconds since the one before
 * @param number picks the details; the same for ever, whatever else is taken out of the story
 */
record Incident(long after, Kind kind, int number) {
    enum Kind {
        /** A user sets a target. */
        TARGET,
        /** Two targets in turn, ten times a second. */
        FLAP,
        SECRET,
        RESOURCE,
        /** Back to an earlier target, with its secrets. */
        ROLLBACK,
        RESTART_PROCESS,
        RESTART_INSTANCE,
        /** A user holds the rollouts of a process, or lets them go on. */
        PAUSE,
        /** An instance ends. */
        CRASH,
        /** An instance does not answer any more. */
        HANG,
        /** An instance does not answer for a while. */
        FALTER,
        /** A stranger sits on an instance's port for a while. */
        STEAL_PORT,
        /** A stranger sits on a service's address for a while. */
        TAKE_ADDRESS,
        /** Writes fail for a while. */
        FILL_DISK,
        /** The server dies, now. */
        DIE,
        /** The server dies in a few actions' time. */
        DIE_SOON,
        /** {@code launcho shutdown}, and another start. */
        STOP,
        /** {@code launcho shutdown --leave-running}, and another start. */
        LEAVE,
        /** The whole server stands still for seconds. */
        STALL,
        /** The wall clock is set. */
        CLOCK,
        /** The target file is written by hand while no server is there. */
        EDIT_FILE,
        /** Probes of an instance come to nothing, for a while or for ever: no answer, no time-out. */
        MUTE,
        /** An instance's shim gets SIGKILL. */
        KILL_SHIM,
        /** Two users change the target that both have seen, or its secret, or go back to an earlier one. */
        TWO_USERS,
        /** An instance ends by itself while the server stands still. */
        END_IN_STALL
    }

    @Override
    public String toString() {
        return "+" + after + "ms " + kind + " #" + number;
    }
}
