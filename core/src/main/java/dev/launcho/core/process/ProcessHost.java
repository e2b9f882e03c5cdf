package dev.launcho.core.process;

import dev.launcho.core.failure.CommandFault;
import dev.launcho.core.failure.Exit;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.KnownListener;
import dev.launcho.core.model.Limits;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.ResolvedProcess;
import dev.launcho.core.model.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The port to the operating system's processes. Methods return at once and may be called by any thread. */
public interface ProcessHost extends AutoCloseable {
    /** Prepares and starts an instance; ends in {@link Listener#launched} or {@link Listener#exited}. */
    void launch(Launch launch);

    /** @param log the file that the instance's output is appended to */
    record Launch(InstanceId id, Version version, int slot, ResolvedProcess process, Path log) {
        public ProcessSpec spec() {
            return process.spec();
        }
    }

    /**
     * Returns the instances of an earlier server, found when this host was made. They still run, or have ended since and
     * were cleaned up.
     */
    List<SurvivingInstance> survivors();

    /** Returns the instances without a good record, found when this host was made. Their processes have been killed. */
    default List<Lost> lost() {
        return List.of();
    }

    /**
     * @param exit how it ended, as far as that is known
     * @param killed whether this host killed it; otherwise it had ended before
     */
    record Lost(InstanceId id, Exit exit, boolean killed) {}

    /** Adopts an instance that runs: from now on the host treats it as if it had launched it. */
    void adopt(Launch launch);

    /**
     * Sends a signal to the instance's tree; an instance that is still being prepared is then not started.
     *
     * @param signal name without SIG
     */
    void signal(InstanceId id, String signal);

    /** Sends SIGKILL to the instance's tree until nothing of it is left. */
    void kill(InstanceId id);

    /**
     * Releases the ports of an instance that has exited, and removes its traces. Of each process, the working directory
     * of the instance that failed last is kept for inspection.
     */
    void forget(InstanceId id);

    /**
     * Returns who gets the connections to an address at which an instance's port has just been found open, if it is not
     * the instance itself. Another program may listen on the same port at another address, or may have taken the port
     * since the last look.
     *
     * @param address a literal: 127.0.0.1 or ::1
     * @return {@code PID 4711 (node)}, or empty if it is the instance's own tree
     */
    Optional<String> stranger(InstanceId id, String address, int port);

    /** Returns the same as {@link #stranger}, by what is so now and not a second ago. */
    default Optional<String> strangerNow(InstanceId id, String address, int port) {
        return stranger(id, address, port);
    }

    /**
     * Returns who listened at an address a second ago or later, if it is not the instance itself; empty if nobody did. A host
     * that shares its ports with nobody has no such listener.
     *
     * @param address a literal: 127.0.0.1 or ::1
     */
    default Optional<String> otherListener(InstanceId id, String address, int port) {
        return Optional.empty();
    }

    /**
     * Returns who listened at an address a second ago or later, without a search.
     *
     * @param address a literal: 127.0.0.1 or ::1
     */
    default KnownListener knownListener(InstanceId id, String address, int port) {
        return KnownListener.UNKNOWN;
    }

    /** Returns the ports on which the instance's tree listens, leased to it or not. */
    List<Integer> listening(InstanceId id);

    /** Returns the pid of the instance's command; that of its shim while {@code before} has not ended; 0 if unknown. */
    long commandPid(InstanceId id);

    /** Returns whether the command (not just {@code before}) has been running for this long, in milliseconds. */
    boolean runningFor(InstanceId id, long millis);

    /**
     * Runs a command as the instance's user, in its directory and environment. Its output is dropped; processes that it
     * leaves behind are killed.
     *
     * @return its exit status; negative if it was killed because {@code timeout} had passed
     */
    int exec(InstanceId id, List<String> command, Duration timeout) throws IOException, InterruptedException;

    /** Returns why the instance's user can't execute a command; empty if nothing is wrong with its file. Blocks. */
    default Optional<CommandFault> fault(InstanceId id, List<String> command) {
        return Optional.empty();
    }

    /** Returns what the instance's tree uses, as of a few seconds ago; all values are unknown before the first look. */
    ResourceUsage usage(InstanceId id);

    /** Returns what an instance of this process needs and this machine lacks, so that it would never run. */
    default List<Shortfall> shortfalls(ProcessSpec spec) {
        return List.of();
    }

    /**
     * @param key the key of the process that asks for it
     * @param variable a name below {@code env}; empty for none
     * @param message a line for the user: why, and what to do
     */
    record Shortfall(String key, String variable, String message) {}

    /** Returns a line for each thing that this process may lack here although it runs; without the process's name. */
    default List<String> notices(ProcessSpec spec) {
        return List.of();
    }

    /** Returns a line for each of these limits that this server can't enforce, or only in part. */
    List<String> unenforced(Limits limits);

    /** Ends the worker threads. Instances keep running. */
    @Override
    void close();

    /** Receives the events of a host, on the host's own threads. */
    interface Listener {
        /** @param ports the ports leased for it, by service */
        void launched(InstanceId id, long pid, Map<String, Integer> ports);

        /**
         * Reports that an instance and its tree are gone, or that it could not be started at all. Called once for each.
         *
         * @param asked whether it was signalled or killed by this host before it had ended by itself
         */
        void exited(InstanceId id, Exit exit, boolean asked);
    }
}
