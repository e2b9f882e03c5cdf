package dev.launcho.core.process;

import dev.launcho.core.model.Exit;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Limits;
import dev.launcho.core.model.ProcessSpec;
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

    /**
     * @param spec resolved: no reference is left in it
     * @param log the file that the instance's output is appended to
     */
    record Launch(InstanceId id, Version version, int slot, ProcessSpec spec, Path log) {}

    /**
     * What an earlier server has left, found when this host was made: those that run, and those that have ended since and
     * were cleaned up.
     */
    List<Survivor> survivors();

    /** Takes back one that runs: from now on it is as if this host had launched it. */
    void adopt(Launch launch);

    /**
     * Sends a signal to the instance's tree; one that is still being prepared is not started any more.
     *
     * @param signal name without SIG
     */
    void signal(InstanceId id, String signal);

    /** Sends SIGKILL to the instance's tree until nothing of it is left. */
    void kill(InstanceId id);

    /**
     * It has exited: releases its ports and removes its traces. The working directory of the last one of a process that
     * failed is kept for looking at.
     */
    void forget(InstanceId id);

    /**
     * Who listens on a port of an instance that has just been found to be open, if it is not the instance itself.
     *
     * @return {@code PID 4711 (node)}, or empty if it is the instance's own tree
     */
    Optional<String> stranger(InstanceId id, int port);

    /** The ports on which the instance's tree listens, given to it or not. */
    List<Integer> listening(InstanceId id);

    /** The pid of the instance's command; that of its shim while {@code before} has not ended; 0 if unknown. */
    long commandPid(InstanceId id);

    /** Whether the command (not just {@code before}) has been running for this long, in milliseconds. */
    boolean runningFor(InstanceId id, long millis);

    /**
     * Runs a command as the instance's user, in its directory and environment; what it prints is dropped, what it leaves
     * behind is ended.
     *
     * @return its exit status; negative if it was ended because {@code timeout} was over
     */
    int exec(InstanceId id, List<String> command, Duration timeout) throws IOException, InterruptedException;

    /** What its tree uses, as of a few seconds ago; all unknown before the first look at it. */
    Usage usage(InstanceId id);

    /** A line for each of these limits that this server can't hold an instance to, or only in part. */
    List<String> unenforced(Limits limits);

    /** Ends the worker threads. Instances live on. */
    @Override
    void close();

    /** What the host tells back, from its own threads. */
    interface Listener {
        /** @param ports leased for it, by service */
        void launched(InstanceId id, long pid, Map<String, Integer> ports);

        /** It and its tree are gone, or it could not be started at all. Told once. */
        void exited(InstanceId id, Exit exit);
    }
}
