package dev.launcho.core.simulation;

import dev.launcho.core.model.Desired;
import dev.launcho.core.model.Exit;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.Version;
import dev.launcho.core.process.ProcessHost;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * 4, too: what has done its work is not started again, by whichever server, unless its users change it, remove it or have it
 * restarted. What has ended badly may be tried again by a new revision.
 */
final class Once implements Invariant {
    private final Map<InstanceId, End> unnoticed = new HashMap<>();
    private final Map<InstanceId, End> unseen = new HashMap<>();
    private final Map<Copy, End> done = new HashMap<>();
    private final Map<String, Version> aims = new HashMap<>();
    /** What this turn has launched although it was done. */
    private final Map<ProcessHost.Launch, End> again = new HashMap<>();

    /** Whether users may have changed something since the server's last turn: what is aimed at anew begins anew. */
    private boolean turning;

    /** One of those that are wanted. */
    private record Copy(String process, Version version, int slot) {}

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
        if (exit.stage() == Exit.Stage.COMMAND && !asked) {
            Copy copy = new Copy(tree.process, tree.version, tree.slot);
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
    }

    @Override
    public void launching(Universe u, ProcessHost.Launch launch) {
        Copy copy = new Copy(launch.spec().name(), launch.version(), launch.slot());
        unseen.values().stream().filter(end -> end.copy().equals(copy)).forEach(end -> done.put(copy, end));
        End end = done.remove(copy);
        boolean anew = turning && !launch.version().equals(aims.get(copy.process()));
        if (end != null && !anew && (end.exit().success() || end.revision() == revision(u))) {
            again.put(launch, end);
        }
    }

    /** Judged after the turn: in its first one a server can't be asked yet for its policy, which is today's for every version. */
    private void judge(Universe u) {
        again.forEach((launch, end) -> {
            Desired desired = u.snapshot().desired().get(launch.spec().name());
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
        notice(u, unseen, (id, end) -> true);
        notice(
                u,
                unnoticed,
                (id, end) -> seen(u, end.copy().process(), id)
                        .filter(i -> i.phase() != Phase.EXITED)
                        .isEmpty());
        Map<String, Desired> desired = u.snapshot().desired();
        aims.keySet().retainAll(desired.keySet());
        for (Desired d : desired.values()) {
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

    /** Whether an end completes a copy is up to the policy as it is when the server hears of it. */
    private void notice(Universe u, Map<InstanceId, End> ends, BiPredicate<InstanceId, End> which) {
        ends.entrySet().removeIf(e -> {
            boolean known = which.test(e.getKey(), e.getValue());
            Desired d = u.snapshot().desired().get(e.getValue().copy().process());
            if (known && d != null && e.getValue().completes(d.policy().restart())) {
                done.put(e.getValue().copy(), e.getValue());
            }
            return known;
        });
    }
}
