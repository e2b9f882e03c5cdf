package dev.launcho.core.admin;

import java.time.Instant;
import java.util.List;

/**
 * Why a process is as it is.
 *
 * @param state as in the status
 * @param rollout how it stands, one line
 * @param waits for what, one line each: a secret, another process, an address, the disk, a user; empty if for nothing
 * @param next when and why it is started again, one line; empty if it is not to be
 * @param instances those that are there
 * @param ends the last instances that are no more, oldest first
 * @param logOf the instance whose last lines are shown; empty if there are none
 * @param log its last lines
 * @param hints what may help, the likeliest first
 * @param events the last of this process, oldest first
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
        List<EventView> events) {
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
     * Probes in a row that were answered alike.
     *
     * @param at of the last of them
     * @param millis that the last took
     * @param times how many
     */
    public record Probe(Instant at, boolean healthy, String answer, double millis, int times) {}
}
