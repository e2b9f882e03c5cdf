package dev.launcho.core.reconcile;

import dev.launcho.core.logs.LogSpool;
import dev.launcho.core.model.Desired;
import dev.launcho.core.model.Event;
import dev.launcho.core.model.Goal;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.Probe;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.Target;
import dev.launcho.core.model.Version;
import dev.launcho.core.plan.Ledger;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.process.Survivor;
import dev.launcho.core.store.Keys;
import dev.launcho.core.store.Revision;
import dev.launcho.core.store.SavedState;
import dev.launcho.core.store.Secrets;
import dev.launcho.core.target.TargetReader;
import dev.launcho.core.target.TargetReading;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Where changes of what is wanted come in. The reconciler's thread only. */
final class Desk {
    private final World world;
    private final Memory memory;
    private final Secrets secrets;
    private final Predicate<String> stored;
    private final Ending ending;
    private final TargetFile file;
    private final InstantSource wall;
    private final LongSupplier clock;
    private final byte[] key;

    /** Where the current target's text is kept for users and for the next start. */
    interface TargetFile {
        void write(String text) throws IOException;
    }

    Desk(
            World world,
            Memory memory,
            Secrets secrets,
            Predicate<String> stored,
            Ending ending,
            TargetFile file,
            InstantSource wall,
            LongSupplier clock) {
        this.world = world;
        this.memory = memory;
        this.secrets = secrets;
        this.stored = stored;
        this.ending = ending;
        this.file = file;
        this.wall = wall;
        this.clock = clock;
        this.key = HexFormat.of().parseHex(memory.state().key());
    }

    /** Who asked: user, and address that it came from. */
    record Who(String user, String from) {}

    /** Text first on disk, then in force. */
    Changed target(TargetReading reading, String text, Who who) throws IOException {
        if (text.equals(world.intent.text()) && world.intent.revision() > 0) {
            return new Changed(world.intent.revision(), false, List.of(), waits());
        }
        Intent next = write(text, reading.target(), who);
        file.write(text);
        return apply(next, "secrets or resources changed", reading);
    }

    Changed secret(String name, String value, Who who) throws IOException {
        if (secrets.get(name).map(value::equals).orElse(false)) {
            return new Changed(world.intent.revision(), false, List.of(), List.of());
        }
        Map<String, String> before = secrets.extra();
        secrets.set(name, value);
        TargetReading reading = TargetReader.read("launcho-target.yaml", world.intent.text());
        if (!reading.references().names().contains(name)) {
            return new Changed(world.intent.revision(), true, List.of(), List.of("no process uses " + name + " yet"));
        }
        Intent next;
        try {
            next = write(world.intent.text(), world.intent.target(), who);
        } catch (IOException e) {
            // Else the same command, given again, would find nothing to change.
            secrets.restore(before);
            throw e;
        }
        return apply(next, "secret " + name + " changed", reading);
    }

    /** @return false if the secret is one of the configuration file */
    boolean remove(String name) throws IOException {
        return secrets.remove(name);
    }

    Map<String, String> secrets() {
        return secrets.all();
    }

    /** A resource came: those that wait for it need not any more. */
    void resourceStored() {
        boolean waiting = world.intent.processes().values().stream()
                .anyMatch(p -> !p.waits().isEmpty());
        if (waiting) {
            Intent now = world.intent;
            enforce(resolution().of(now.revision(), now.at(), now.by(), now.text(), now.target()));
        }
    }

    /** The whole process: a new version of the same text, rolled out like any other. */
    Changed restart(String process) {
        memory.process(
                process,
                p -> new SavedState.Process(
                        p.generation() + 1, p.live(), p.liveRevision(), p.liveGeneration(), Version.NONE, ""));
        world.change(process, ProcessState::forgiven);
        Intent now = world.intent;
        Intent next = resolution().of(now.revision(), now.at(), now.by(), now.text(), now.target());
        Changes changes = Changes.between(now, next, "restart");
        ending.begin(now.revision(), Set.of(process), clock.getAsLong());
        enforce(next);
        return new Changed(now.revision(), true, changes.lines(), waits());
    }

    /** One instance, by a replacement in its slot. */
    Changed restart(Instance instance) {
        ending.begin(world.intent.revision(), Set.of(instance.process()), clock.getAsLong());
        world.change(instance.process(), s -> Ledger.condemned(s, instance.id()));
        String line = instance.process() + ": " + instance.id() + " is replaced (restart)";
        return new Changed(world.intent.revision(), true, List.of(line), List.of());
    }

    /** Takes up what was in force when the last server ended. Nothing is written. */
    void resume(Optional<Revision> revision, String text, Target target) {
        long number = memory.state().revision();
        Intent next = resolution()
                .of(
                        number,
                        revision.map(Revision::at).orElse(wall.instant()),
                        revision.map(Revision::by).orElse(""),
                        text,
                        target);
        next.processes().keySet().forEach(this::recall);
        enforce(next);
    }

    /**
     * Takes back what an earlier server has left running. One whose version is not known any more can't be run on: it is
     * shown as one that nobody wants, and leaves.
     */
    void adopt(List<Survivor> survivors, ProcessHost host, LogSpool logs, Journal journal) {
        long now = clock.getAsLong();
        for (Survivor s : survivors) {
            if (s.ended().isPresent()) {
                String how = s.ended().get().describe();
                journal.tell(Event.Severity.WARNING, s.process(), s.id() + " ended while no server was there: " + how);
                continue;
            }
            ProcessSpec spec = world.specs.getOrDefault(s.version(), nameless(s.process()));
            Instance instance = Instance.adopted(s.id(), s.process(), s.version(), s.slot(), s.pid(), s.ports(), now);
            world.specs.putIfAbsent(s.version(), spec);
            world.added(s.id(), s.process());
            world.change(s.process(), p -> Ledger.adopted(p, instance, now));
            host.adopt(new ProcessHost.Launch(s.id(), s.version(), s.slot(), spec, logs.file(s.process(), s.id())));
            journal.tell(Event.Severity.INFO, s.process(), s.id() + " adopted, pid " + s.pid());
        }
        wish();
    }

    private static ProcessSpec nameless(String process) {
        return new ProcessSpec(
                process, List.of("?"), Map.of(), List.of(), Probe.alive(), List.of(), "", "", "", "", Policy.DEFAULT);
    }

    /** What was live and what had failed, so that a failed version is not tried again by a restart of the server. */
    private void recall(String process) {
        SavedState.Process saved = memory.state().process(process);
        Optional<ProcessSpec> spec = memory.revision(saved.liveRevision()).flatMap(r -> liveSpec(r, process, saved));
        ProcessState state = ProcessState.initial(process);
        if (spec.isPresent()) {
            world.specs.put(saved.live(), spec.get());
            state = state.wentLive(saved.live());
        }
        if (!saved.failed().equals(Version.NONE)) {
            state = state.gaveUp(saved.failed(), saved.cause());
        }
        world.put(state);
    }

    /** The spec that was live, made again from its revision and the secrets of then; it must give the same version. */
    private Optional<ProcessSpec> liveSpec(Revision r, String process, SavedState.Process saved) {
        TargetReading reading = TargetReader.read("revision " + r.number(), r.target());
        if (!reading.valid()) {
            return Optional.empty();
        }
        Resolution then = new Resolution(
                key,
                name -> Optional.ofNullable(r.secrets().get(name)).flatMap(f -> memory.secret(name, f)),
                stored,
                name -> saved.liveGeneration());
        return reading.target()
                .process(process)
                .map(then::process)
                .filter(p -> p.version().equals(saved.live()))
                .map(Intent.Process::spec);
    }

    private Resolution resolution() {
        return new Resolution(
                key,
                secrets::get,
                stored,
                process -> memory.state().process(process).generation());
    }

    private Intent write(String text, Target target, Who who) throws IOException {
        long number = memory.state().revision() + 1;
        Instant at = wall.instant();
        Map<String, String> fingerprints = new TreeMap<>();
        for (String name :
                TargetReader.read("launcho-target.yaml", text).references().names()) {
            secrets.get(name).ifPresent(value -> fingerprints.put(name, Keys.fingerprint(key, value)));
        }
        memory.add(new Revision(number, at, who.user(), who.from(), text, fingerprints), secrets.all());
        return resolution().of(number, at, who.user(), text, target);
    }

    private Changed apply(Intent next, String why, TargetReading reading) {
        Changes changes = Changes.between(world.intent, next, why);
        ending.begin(next.revision(), changes.processes(), clock.getAsLong());
        enforce(next);
        List<String> notices = new ArrayList<>();
        reading.references().warnings().forEach(p -> notices.add(p.toString()));
        reading.references().notices(secrets::get, stored).forEach(p -> notices.add(p.toString()));
        notices.addAll(resolution().serviceProblems(next.target()));
        next.processes().values().forEach(p -> probeNotice(p.template()).ifPresent(notices::add));
        return new Changed(next.revision(), true, changes.lines(), notices);
    }

    /** A check on a service's port says nothing about readiness where the port may belong to another instance. */
    private static Optional<String> probeNotice(ProcessSpec spec) {
        boolean unchecked =
                spec.probe().kind() == Probe.Kind.TCP && spec.receives().size() > 1;
        return unchecked
                ? Optional.of("process \"" + spec.name() + "\": only the port of service \""
                        + spec.probe().service() + "\" is probed, give it a health check to say which counts")
                : Optional.empty();
    }

    private List<String> waits() {
        return world.intent.processes().values().stream()
                .flatMap(p -> p.waits().stream().map(w -> p.template().name() + " waits: " + w))
                .toList();
    }

    /** Makes an intent what is wanted. */
    private void enforce(Intent next) {
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
    private void wish() {
        Map<String, Desired> before = Map.copyOf(world.desired);
        world.desired.clear();
        world.intent.processes().forEach((name, p) -> world.desired.put(name, p.desired(fallback(name))));
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
        ProcessSpec spec = world.specs.get(live);
        return spec == null
                ? Goal.NONE
                : new Goal(live, spec.policy(), spec.probe().kind() == Probe.Kind.ALIVE);
    }

    /** A process went live: from now on this is what it falls back to. */
    void wentLive(String process) {
        Desired d = world.desired.get(process);
        if (d != null && d.kept()) {
            world.desired.put(process, new Desired(process, d.goal(), fallback(process), true, d.policy()));
            world.touch(process);
        }
        forgetSpecs();
    }

    private void forgetSpecs() {
        Set<Version> used = new HashSet<>();
        world.desired.values().forEach(d -> {
            used.add(d.goal().version());
            used.add(d.fallback().version());
        });
        world.states.values().forEach(s -> s.instances().forEach(i -> used.add(i.version())));
        world.specs.keySet().retainAll(used);
    }

    /** Everything is to leave, the listeners close. */
    void stop() {
        world.stopping = true;
        world.desired.replaceAll((name, d) -> Desired.gone(name, d.policy()));
        world.touchAll();
    }
}
