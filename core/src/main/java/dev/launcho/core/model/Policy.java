package dev.launcho.core.model;

import java.time.Duration;
import java.util.List;

/**
 * The rules by which a process is started, replaced and stopped. A change of them applies in place: it replaces no
 * instance.
 *
 * @param replicas wanted instances, 0..1000
 * @param minHealthy how long a new instance must stay ready before an old one is retired
 * @param startTimeout from a slot's first launch to its first readiness
 * @param drain how long connections may end by themselves once an instance is out of rotation
 * @param stop signal, and the time until SIGKILL
 * @param after names of processes that have to be ready before it is started, and that are stopped after it
 * @param weight share of its services' connections that each instance gets, relative to other weights; 1..256
 */
public record Policy(
        int replicas,
        Update update,
        Restart restart,
        Duration minHealthy,
        Duration startTimeout,
        Duration drain,
        Stop stop,
        List<String> after,
        int weight) {
    public static final int MOST_WEIGHT = 256;

    public Policy {
        after = List.copyOf(after);
    }

    /** A policy with weight 1. */
    public Policy(
            int replicas,
            Update update,
            Restart restart,
            Duration minHealthy,
            Duration startTimeout,
            Duration drain,
            Stop stop,
            List<String> after) {
        this(replicas, update, restart, minHealthy, startTimeout, drain, stop, after, 1);
    }

    /** A policy that comes after no process, with weight 1. */
    public Policy(
            int replicas,
            Update update,
            Restart restart,
            Duration minHealthy,
            Duration startTimeout,
            Duration drain,
            Stop stop) {
        this(replicas, update, restart, minHealthy, startTimeout, drain, stop, List.of());
    }

    public static final Policy DEFAULT = new Policy(
            1,
            Update.SURGE,
            Restart.ALWAYS,
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            new Stop("TERM", Duration.ofSeconds(10)));

    /** The way in which a new version replaces the old one. */
    public enum Update {
        /** Start one, wait until it is ready, retire one. */
        SURGE,
        /** Stop first: for fixed ports and single writers. */
        RECREATE
    }

    /** The condition under which an instance that exited is started again. */
    public enum Restart {
        ALWAYS,
        /** Exit status 0 completes the slot. */
        ON_FAILURE,
        /** Any exit completes the slot. */
        NEVER
    }

    /**
     * @param signal name without SIG, as {@code kill -l} prints it
     * @param timeout from the signal to SIGKILL of the whole tree
     */
    public record Stop(String signal, Duration timeout) {}
}
