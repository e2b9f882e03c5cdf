package dev.launcho.core.simulation;

import dev.launcho.core.failure.Exit;
import dev.launcho.core.model.DesiredState;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.Slot;
import dev.launcho.core.model.Target;
import dev.launcho.core.model.Version;
import dev.launcho.core.process.ProcessHost;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * 4, too: what has done its work is not started again, by whichever server, unless its users change it, remove it or have it
 * restarted. What has ended badly may be tried again by a new revision.
 */
final class Once implements Invariant {
    private final Map<InstanceId, End> unnoticed = new HashMap<>();
    private final Map<InstanceId, End> unseen = new HashMap<>();
    private final Set<Copy> succeeded = new HashSet<>();
    private final Map<Copy, End> done = new HashMap<>();
    private final Map<String, Version> aims = new HashMap<>();
    private Target aimedAt = Target.EMPTY;
    /** What this turn has launched although it was done. */
    private final Map<ProcessHost.Launch, End> again = new HashMap<>();

    /** Whether users may have changed something since the server's last turn: what is aimed at anew begins anew. */
    private boolean turning;

    /** One of those that are wanted. */
    private record Copy(String process, Version version, int slot) {
        /** Written out: it is a key that is looked for at each turn. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Copy o && slot == o.slot && process.equals(o.process) && version.equals(o.version);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * process.hashCode() + version.hashCode()) + slot;
        }
    }

    /** @param revision in which it ended */
    private record End(Copy copy, Exit exit, long revision) {
        private boolean completes(Policy.Restart restart) {
            return switch (restart) {
                case ALWAYS -> false;
                case ON_FAILURE -> exit.success();
                case NEVER -> true;
            };
        }
    }

    @Override
    public void exited(Universe u, Tree tree, Exit exit) {
        boolean asked = tree.told
                || u.condemned(tree.id)
                || seen(u, tree.process, tree.id)
                        .filter(i -> !i.phase().active())
                        .isPresent();
        Copy copy = new Copy(tree.process, tree.version, tree.slot);
        if (exit.success()) {
            succeeded.add(copy);
        }
        if (exit.stage() == Exit.Stage.COMMAND && !asked) {
            (u.up() ? unnoticed : unseen).put(tree.id, new End(copy, exit, revision(u)));
        }
    }

    private static long revision(Universe u) {
        return u.disk().load().revision();
    }

    private static Optional<Instance> seen(Universe u, String process, InstanceId id) {
        return Optional.ofNullable(u.snapshot().states().get(process)).flatMap(s -> s.instance(id));
    }

    /** Then it is for the next server to take note of. */
    @Override
    public void ended(Universe u) {
        unseen.putAll(unnoticed);
        unnoticed.clear();
        // The next one may read what was edited long ago.
        turning = true;
        u.disk()
                .revision(revision(u))
                .ifPresent(r -> written(Targets.read(r.target()).target()));
    }

    /**
     * A server may die once it has written down a change, before it takes a turn, and the next one, too. What users had
     * removed or changed by that is removed or changed all the same, though none of these servers was seen to aim at it.
     */
    private void written(Target current) {
        done.keySet().removeIf(c -> current.process(c.process()).isEmpty());
        aims.keySet().removeIf(name -> !current.process(name).equals(aimedAt.process(name)));
    }

    @Override
    public void launching(Universe u, ProcessHost.Launch launch) {
        Copy copy = new Copy(launch.spec().name(), launch.version(), launch.slot());
        unseen.forEach((id, end) -> {
            if (end.copy().equals(copy) && !u.condemned(id)) {
                done.put(copy, end);
            }
        });
        End end = done.remove(copy);
        boolean anew = turning && !launch.version().equals(aims.get(copy.process()));
        if (end != null && !anew && (end.exit().success() || end.revision() == revision(u))) {
            again.put(launch, end);
        }
    }

    /** Judged after the turn: in its first one a server can't be asked yet for its policy, which is today's for every version. */
    private void judge(Universe u) {
        again.forEach((launch, end) -> {
            DesiredState desired = u.snapshot().desired().get(launch.spec().name());
            Policy policy = desired == null ? launch.spec().policy() : desired.policy();
            if (end.completes(policy.restart())) {
                throw new Violation(
                        "runs once",
                        launch.id() + " is launched, and " + end.copy() + " is done: "
                                + end.exit().describe());
            }
        });
        again.clear();
    }

    /** What is called done has been done. */
    private void believe(Universe u) {
        u.snapshot().states().forEach((process, state) -> {
            for (Slot slot : state.slots()) {
                if (slot.completed() && slot.problem().isEmpty()) {
                    Copy copy = new Copy(process, slot.version(), slot.index());
                    if (!succeeded.contains(copy)) {
                        throw new Violation("runs once", copy + " is called done, and never ended well");
                    }
                }
            }
        });
    }

    @Override
    public void changed(Universe u) {
        turning = true;
    }

    @Override
    public void stepped(Universe u) {
        turning &= !u.up();
        judge(u);
        if (!u.stirred()) {
            return;
        }
        believe(u);
        notice(u, unseen, (id, end) -> true);
        notice(
                u,
                unnoticed,
                (id, end) -> seen(u, end.copy().process(), id)
                        .filter(i -> i.phase() != Phase.EXITED)
                        .isEmpty());
        if (u.snapshot().stopping()) {
            // Only the server is to end: that is no reason to run anything again. What users change meanwhile counts.
            written(u.snapshot().intent().target());
            aimedAt = u.snapshot().intent().target();
            return;
        }
        Map<String, DesiredState> desired = u.snapshot().desired();
        Target current = u.snapshot().intent().target();
        aims.keySet().retainAll(desired.keySet());
        // Changed into something that can't be launched, as its resource is missing: changed all the same.
        aims.keySet()
                .removeIf(name -> !desired.get(name).goal().exists()
                        && !current.process(name).equals(aimedAt.process(name)));
        aimedAt = current;
        for (DesiredState d : desired.values()) {
            Version aim = d.goal().version();
            boolean anew = d.goal().exists() && !aim.equals(aims.put(d.process(), aim));
            if (anew) {
                done.keySet()
                        .removeIf(c ->
                                c.process().equals(d.process()) && c.version().equals(aim));
            }
        }
        done.keySet()
                .removeIf(c -> !desired.containsKey(c.process())
                        || !desired.get(c.process()).kept());
    }

    /**
     * Whether an end completes a copy is up to the policy as it is when the server hears of it. It does not if users have had
     * the instance restarted by then: they want another run.
     */
    private void notice(Universe u, Map<InstanceId, End> ends, BiPredicate<InstanceId, End> which) {
        ends.entrySet().removeIf(e -> {
            boolean known = which.test(e.getKey(), e.getValue());
            DesiredState d = u.snapshot().desired().get(e.getValue().copy().process());
            if (known
                    && d != null
                    && !u.condemned(e.getKey())
                    && e.getValue().completes(d.policy().restart())) {
                done.put(e.getValue().copy(), e.getValue());
            }
            return known;
        });
    }
}
