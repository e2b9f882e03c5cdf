package dev.launcho.core.admin;

import dev.launcho.core.event.Event;
import java.time.Instant;
import java.util.List;

/**
 * The explanation of a process's state.
 *
 * @param state as in the status
 * @param rollout state of the rollout, one line
 * @param waits reasons to wait, one line each: a secret, another process, an address, the disk, a user; empty if none
 * @param next when it is started again, one line; empty if it is not to be
 * @param instances that are there
 * @param ends the last instances that have ended, oldest first
 * @param logOf the instance whose last lines are shown; empty if there are none
 * @param log the last lines of that instance
 * @param hints advice, the likeliest first
 * @param events the last events of this process, oldest first
 */
public record WhyView(
        String process,
        String state,
        String rollout,
        List<String> waits,
        String next,
        List<Instance> instances,
        List<StatusView.Ended> ends,
        String logOf,
        List<String> log,
        List<String> hints,
        List<Event> events) {
    public WhyView {
        waits = List.copyOf(waits);
        instances = List.copyOf(instances);
        ends = List.copyOf(ends);
        log = List.copyOf(log);
        hints = List.copyOf(hints);
        events = List.copyOf(events);
    }

    /** @param probes answers, oldest first */
    public record Instance(String id, String state, int restarts, List<Probe> probes) {
        public Instance {
            probes = List.copyOf(probes);
        }
    }

    /**
     * Probes in a row with equal results.
     *
     * @param at when the last of them was made
     * @param millis that the last of them took
     * @param times how many there are
     */
    public record Probe(Instant at, boolean healthy, String answer, double millis, int times) {}
}
