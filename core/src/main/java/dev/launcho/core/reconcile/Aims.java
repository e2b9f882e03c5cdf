package dev.launcho.core.reconcile;

import dev.launcho.core.model.Desired;
import dev.launcho.core.model.Goal;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.Probe;
import dev.launcho.core.model.Version;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns the intent that is in force into what is wanted of each process. The reconciler's thread only. */
final class Aims {
    private final World world;

    Aims(World world) {
        this.world = world;
    }

    /** Makes an intent what is wanted. */
    void enforce(Intent next) {
        // What is known of an address is forgotten where it changes: the balancer tells anew.
        world.listening.keySet().removeIf(name -> !world.intent.on(name).equals(next.on(name)));
        world.intent = next;
        next.processes().forEach((name, p) -> {
            if (!p.version().equals(Version.NONE)) {
                world.specs.put(p.version(), p.spec());
            }
            world.change(name, s -> s.aimedAt(p.version()));
        });
        wish();
    }

    /** Writes down, for each process that is in the target or still runs, what is wanted of it. */
    void wish() {
        Map<String, Desired> before = Map.copyOf(world.desired);
        world.desired.clear();
        world.intent
                .processes()
                .forEach((name, p) ->
                        world.desired.put(name, p.desired(fallback(name)).paused(world.paused.contains(name))));
        for (String name : world.states.keySet()) {
            if (!world.desired.containsKey(name)) {
                Policy policy = before.containsKey(name) ? before.get(name).policy() : Policy.DEFAULT;
                world.desired.put(name, Desired.gone(name, policy));
            }
        }
        forgetSpecs();
        world.relate();
        world.touchAll();
    }

    /** The version that is live, if it is known how to run it. Asked anew whenever a process goes live. */
    private Goal fallback(String process) {
        Version live = world.state(process).live();
        return world.specs
                .get(process, live)
                .map(spec -> new Goal(live, spec.policy(), spec.probe().kind() == Probe.Kind.ALIVE))
                .orElse(Goal.NONE);
    }

    /** A process went live: from now on this is what it falls back to. */
    void wentLive(String process) {
        Desired d = world.desired.get(process);
        if (d != null && d.kept()) {
            world.desired.put(process, d.withFallback(fallback(process)));
            world.touch(process);
        }
        forgetSpecs();
    }

    /** Holds the rollouts of a process where they are, or lets them go on. */
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
        Set<Specs.Key> used = new HashSet<>();
        world.desired.values().forEach(d -> {
            used.add(new Specs.Key(d.process(), d.goal().version()));
            used.add(new Specs.Key(d.process(), d.fallback().version()));
        });
        world.states.values().forEach(s -> s.instances().forEach(i -> used.add(new Specs.Key(s.name(), i.version()))));
        world.specs.retain(used);
    }

    /** An instance of a process is gone: how to run its version may be of no use any more, nor what it was made of. */
    void ended(String process) {
        Set<Version> used = new HashSet<>();
        Optional.ofNullable(world.desired.get(process)).ifPresent(d -> {
            used.add(d.goal().version());
            used.add(d.fallback().version());
        });
        world.state(process).instances().forEach(i -> used.add(i.version()));
        world.specs.retain(process, used);
    }

    /** Everything is to leave, the listeners close. */
    void stop() {
        world.stopping = true;
        world.desired.replaceAll((name, d) -> Desired.gone(name, d.policy()));
        forgetSpecs();
        world.touchAll();
    }
}
