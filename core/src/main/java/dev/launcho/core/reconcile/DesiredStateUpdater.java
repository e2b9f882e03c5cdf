package dev.launcho.core.reconcile;

import dev.launcho.core.intent.Intent;
import dev.launcho.core.model.DesiredState;
import dev.launcho.core.model.Goal;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.Probe;
import dev.launcho.core.model.ResolvedProcess;
import dev.launcho.core.model.Version;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Derives the desired state of each process from the intent in force. The reconciler's thread only. */
final class DesiredStateUpdater {
    private final ReconcilerState world;

    DesiredStateUpdater(ReconcilerState world) {
        this.world = world;
    }

    /** Puts an intent in force. */
    void enforce(Intent next) {
        // The listening state of a changed address is forgotten: the balancer reports it anew.
        world.listening.keySet().removeIf(name -> !world.intent.on(name).equals(next.on(name)));
        world.intent = next;
        next.processes().forEach((name, p) -> {
            p.resolved().ifPresent(process -> world.specs.put(p.version(), process));
            world.change(name, s -> s.aimedAt(p.version()));
        });
        wish();
    }

    /** Updates the desired state of each process that is in the target or still runs. */
    void wish() {
        Map<String, DesiredState> before = Map.copyOf(world.desired);
        world.desired.clear();
        world.intent
                .processes()
                .forEach((name, p) ->
                        world.desired.put(name, p.desired(fallback(name)).paused(world.paused.contains(name))));
        for (String name : world.states.keySet()) {
            if (!world.desired.containsKey(name)) {
                Policy policy = before.containsKey(name) ? before.get(name).policy() : Policy.DEFAULT;
                world.desired.put(name, DesiredState.gone(name, policy));
            }
        }
        if (world.stopping) {
            // A change during the stop takes effect at the next start.
            nothing();
        }
        forgetSpecs();
        world.relate();
        world.touchAll();
    }

    /** Returns the live version, if its spec is known. To be called again whenever a process goes live. */
    private Goal fallback(String process) {
        Version live = world.state(process).live();
        return world.specs
                .get(process, live)
                .map(ResolvedProcess::spec)
                .map(spec -> new Goal(live, spec.policy(), spec.probe().kind() == Probe.Kind.ALIVE))
                .orElse(Goal.NONE);
    }

    /** Makes the version that went live the fallback of its process. */
    void wentLive(String process) {
        DesiredState d = world.desired.get(process);
        if (d != null && d.kept()) {
            world.desired.put(process, d.withFallback(fallback(process)));
            world.touch(process);
        }
        forgetSpecs();
    }

    /** Holds the rollouts of a process, or lets them continue. */
    void pause(String process, boolean now) {
        if (now) {
            world.paused.add(process);
        } else {
            world.paused.remove(process);
        }
        world.desired.computeIfPresent(process, (name, d) -> d.paused(now));
        world.touch(process);
    }

    private void forgetSpecs() {
        Set<SpecCatalog.Key> used = new HashSet<>();
        world.desired.values().forEach(d -> {
            used.add(new SpecCatalog.Key(d.process(), d.goal().version()));
            used.add(new SpecCatalog.Key(d.process(), d.fallback().version()));
        });
        world.states
                .values()
                .forEach(s -> s.instances().forEach(i -> used.add(new SpecCatalog.Key(s.name(), i.version()))));
        world.specs.retain(used);
    }

    /** Drops the specs of a process that are no longer used, after one of its instances is gone. */
    void ended(String process) {
        Set<Version> used = new HashSet<>();
        Optional.ofNullable(world.desired.get(process)).ifPresent(d -> {
            used.add(d.goal().version());
            used.add(d.fallback().version());
        });
        world.state(process).instances().forEach(i -> used.add(i.version()));
        world.specs.retain(process, used);
    }

    private void nothing() {
        world.desired.replaceAll((name, d) -> DesiredState.gone(name, d.policy()));
    }

    /** Makes every process unwanted; the listeners close. */
    void stop() {
        world.stopping = true;
        nothing();
        forgetSpecs();
        world.touchAll();
    }
}
