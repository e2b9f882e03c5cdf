package dev.launcho.core.simulation;

import dev.launcho.core.model.DesiredState;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.Slot;
import dev.launcho.core.model.Version;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.reconcile.ReconcilerSnapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * 3, too: what serves, is well, wanted and unchanged is left in peace, whichever server it was started by. Whether it is
 * changed is judged by what users have written, not by the version that the server has made of it.
 *
 * <p>It may leave for these reasons only, as no server could do better:
 *
 * <ul>
 *   <li>Its process is removed or changed, the whole server stops, or a user has ordered a restart.
 *   <li>It has ended, or has failed its last three probes. A stranger on its port is such a failure: what the probe asks is not it,
 *       and its clients would meet the stranger, too.
 *   <li>So many others as are wanted are ready, by probes of the server that now runs: what an earlier one knew of them does not
 *       count. A copy that has run to its end counts as one.
 *   <li>The server that now runs has watched it and has heard nothing at all, as it was mute in that time. It may have served under
 *       an earlier one; but after {@code start_timeout} it can't be told from one that hangs, and clients that can't reach it
 *       are better served by another. One that was mute only earlier, or was heard once, is not excused by that.
 * </ul>
 */
final class Peace implements Invariant {
    private static final String NAME = "left in peace";
    private static final int FAILURES = 3;
    /** So many orders as there never are. */
    private static final int BEFORE = -1;

    private final Map<String, Origin> origins = new HashMap<>();
    private final Map<String, Integer> orders = new HashMap<>();
    private final Set<InstanceId> served = new HashSet<>();
    private final Set<InstanceId> leaving = new HashSet<>();

    /**
     * All that a change of which needs new instances, as far as targets here name it.
     *
     * @param orders how often users have ordered a restart
     */
    private record Origin(
            List<String> command,
            Map<String, String> env,
            Set<String> receives,
            List<ProcessSpec.ResourceRequest> resources,
            String probed,
            int orders) {
        static Origin of(ProcessSpec spec, String secret, int orders) {
            Map<String, String> env = new HashMap<>(spec.env());
            env.replaceAll((name, value) -> value.equals("${KEY}") ? secret : value);
            String probed = spec.probe().service();
            return new Origin(spec.command(), env, Set.copyOf(spec.receives()), spec.resources(), probed, orders);
        }
    }

    /** A user has ordered a restart of a process, and may have been told so. */
    void ordered(String process) {
        orders.merge(process, 1, Integer::sum);
    }

    @Override
    public void launching(Universe u, ProcessHost.Launch launch) {
        String process = launch.spec().name();
        // What was live may be launched for the first time after a restart was ordered: it is not of that.
        boolean isOld = Optional.ofNullable(u.snapshot().desired().get(process))
                .filter(d -> !d.goal().version().equals(launch.version()))
                .map(d -> d.fallback().version().equals(launch.version()))
                .orElse(false);
        int ordered = isOld ? BEFORE : orders.getOrDefault(process, 0);
        origins.computeIfAbsent(key(process, launch.version()), v -> Origin.of(launch.spec(), "", ordered));
    }

    @Override
    public void stepped(Universe u) {
        if (!u.stirred()) {
            return;
        }
        ReconcilerSnapshot s = u.snapshot();
        for (ProcessState p : s.states().values()) {
            p.instances().stream().filter(i -> i.phase() == Phase.READY).forEach(i -> served.add(i.id()));
            p.instances().forEach(i -> look(u, s, p, i));
        }
    }

    private void look(Universe u, ReconcilerSnapshot s, ProcessState p, Instance i) {
        boolean leaves = i.phase() == Phase.DRAINING || i.phase() == Phase.STOPPING;
        if (!leaves || !leaving.add(i.id()) || !served.contains(i.id())) {
            return;
        }
        Optional<DesiredState> d =
                Optional.ofNullable(s.desired().get(p.name())).filter(DesiredState::kept);
        boolean reason = d.isEmpty()
                || s.stopping()
                || u.condemned(i.id())
                || !u.machine().alive(i.id())
                || u.prober().failures(i.id()) >= FAILURES
                || u.prober().isUnanswered(i.id());
        if (!reason && wanted(u, d.get(), p, i)) {
            throw new Violation(NAME, i.id() + " of " + p.name() + " is well, wanted and unchanged, and has to leave");
        }
    }

    private boolean wanted(Universe u, DesiredState d, ProcessState p, Instance i) {
        boolean back = d.fallback().exists()
                && (!d.goal().exists() || p.failed().equals(d.goal().version()));
        Version version = back ? d.fallback().version() : d.goal().version();
        if (!i.version().equals(version)) {
            return !back && d.goal().exists() && unchanged(u, i);
        }
        int replicas = (back ? d.fallback().policy() : d.policy()).replicas();
        long completed = p.slots().stream()
                .filter(slot -> slot.version().equals(version) && slot.index() < replicas)
                .filter(Slot::completed)
                .count();
        long others = p.instances().stream()
                .filter(o -> o.version().equals(version) && o.phase() == Phase.READY && o.mayServe())
                .count();
        return others + completed < replicas;
    }

    private boolean unchanged(Universe u, Instance i) {
        String secret = u.disk().secrets().getOrDefault("KEY", "");
        int ordered = orders.getOrDefault(i.process(), 0);
        Optional<Origin> now =
                u.snapshot().intent().target().process(i.process()).map(s -> Origin.of(s, secret, ordered));
        return now.equals(Optional.ofNullable(origins.get(key(i.process(), i.version()))));
    }

    private static String key(String process, Version version) {
        return process + " " + version;
    }

    /** One that was leaving may stay after all: the next server takes it back. */
    @Override
    public void ended(Universe u) {
        leaving.clear();
    }

    /** It was on its way out when the last server died: the next one sees to that. */
    @Override
    public void signalling(Universe u, InstanceId id) {
        if (u.machine().tree(id).map(t -> t.told).orElse(false)) {
            leaving.add(id);
        }
    }
}
