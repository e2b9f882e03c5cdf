package dev.launcho.core.reconcile;

import dev.launcho.core.model.Instance;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.Target;
import dev.launcho.core.model.Version;
import dev.launcho.core.plan.Ledger;
import dev.launcho.core.store.Revision;
import dev.launcho.core.store.SavedState;
import dev.launcho.core.target.TargetReader;
import dev.launcho.core.target.TargetReading;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/** Where changes of what is wanted come in. The reconciler's thread only. */
final class Desk {
    private final World world;
    private final Memory memory;
    private final Sources sources;
    private final Aims aims;
    private final Ending ending;
    private final TextFile file;
    private final Fitness fitness;
    private final Notices notices;
    private final InstantSource wall;
    private final LongSupplier clock;

    Desk(
            World world,
            Memory memory,
            Sources sources,
            Aims aims,
            Ending ending,
            TextFile file,
            Fitness fitness,
            InstantSource wall,
            LongSupplier clock) {
        this.world = world;
        this.memory = memory;
        this.sources = sources;
        this.aims = aims;
        this.ending = ending;
        this.file = file;
        this.fitness = fitness;
        this.notices = new Notices(sources, fitness);
        this.wall = wall;
        this.clock = clock;
    }

    /** Who asked: user, and address that it came from. */
    record Who(String user, String from) {}

    /**
     * Text first on disk, then in force.
     *
     * @throws Unfit if the load balancer can't do what it asks for
     */
    Changed target(TargetReading reading, String text, Who who) throws IOException {
        if (text.equals(world.intent.text()) && world.intent.revision() > 0) {
            return new Changed(world.intent.revision(), false, List.of(), Notices.waits(world.intent));
        }
        Fitness.Findings findings = fitness.of(reading.references().file(), text, reading.target());
        if (!findings.refusals().isEmpty()) {
            throw new Unfit(findings.refusals());
        }
        Intent next = write(text, reading.target(), reading, who);
        file.write(text);
        return apply(next, "secrets or resources changed", reading);
    }

    Changed secret(String name, String value, Who who) throws IOException {
        if (sources.secrets().get(name).map(value::equals).orElse(false)) {
            return new Changed(world.intent.revision(), false, List.of(), List.of());
        }
        Map<String, String> before = sources.secrets().extra();
        sources.secrets().set(name, value);
        TargetReading reading = TargetReader.read("launcho-target.yaml", world.intent.text());
        if (!reading.references().names().contains(name)) {
            return new Changed(world.intent.revision(), true, List.of(), List.of("no process uses " + name + " yet"));
        }
        Intent next;
        try {
            next = write(world.intent.text(), world.intent.target(), reading, who);
        } catch (IOException e) {
            // Else the same command, given again, would find nothing to change.
            sources.secrets().restore(before);
            throw e;
        }
        return apply(next, "secret " + name + " changed", reading);
    }

    /** @return false if the secret is one of the configuration file */
    boolean remove(String name) throws IOException {
        return sources.secrets().remove(name);
    }

    Map<String, String> secrets() {
        return sources.secrets().all();
    }

    /** A resource came: those that wait for it need not any more. */
    void resourceStored() {
        boolean waiting = world.intent.processes().values().stream()
                .anyMatch(p -> !p.waits().isEmpty());
        if (waiting) {
            aims.enforce(resolvedAnew());
        }
    }

    /** The whole process: a new version of the same text, rolled out like any other. */
    Changed restart(String process) {
        memory.process(
                process,
                p -> new SavedState.Process(
                        p.generation() + 1, p.live(), p.liveRevision(), p.liveGeneration(), Version.NONE, ""));
        world.change(process, ProcessState::forgiven);
        Intent next = resolvedAnew();
        Changes changes = Changes.between(world.intent, next, "restart");
        ending.begin(next.revision(), Set.of(process), clock.getAsLong());
        aims.enforce(next);
        return new Changed(next.revision(), true, changes.lines(), Notices.waits(next));
    }

    /** One instance, by a replacement in its slot. */
    Changed restart(Instance instance) {
        ending.begin(world.intent.revision(), Set.of(instance.process()), clock.getAsLong());
        world.change(instance.process(), s -> Ledger.condemned(s, instance.id()));
        String line = instance.process() + ": " + instance.id() + " is replaced (restart)";
        return new Changed(world.intent.revision(), true, List.of(line), List.of());
    }

    private Intent resolvedAnew() {
        Intent now = world.intent;
        return sources.now().of(now.revision(), now.at(), now.by(), now.text(), now.target());
    }

    private Intent write(String text, Target target, TargetReading reading, Who who) throws IOException {
        long number = memory.state().revision() + 1;
        Instant at = wall.instant();
        Map<String, String> used = sources.fingerprints(reading.references().names());
        memory.add(
                new Revision(number, at, who.user(), who.from(), text, used),
                sources.secrets().all());
        return sources.now().of(number, at, who.user(), text, target);
    }

    private Changed apply(Intent next, String why, TargetReading reading) {
        Changes changes = Changes.between(world.intent, next, why).with(tryAgain(next));
        ending.begin(next.revision(), changes.processes(), clock.getAsLong());
        aims.enforce(next);
        return new Changed(next.revision(), true, changes.lines(), notices.of(next, reading));
    }

    /**
     * A new revision tries again what the one before had given up, though the text of that process be the same: what made
     * it fail may have been elsewhere.
     *
     * @return what to tell of each, by process
     */
    private Map<String, String> tryAgain(Intent next) {
        Map<String, String> lines = new LinkedHashMap<>();
        next.processes().forEach((name, p) -> {
            ProcessState s = world.state(name);
            if (!p.version().equals(Version.NONE) && s.failedWith(p.version())) {
                lines.put(name, "tried again (failed before" + (s.cause().isEmpty() ? "" : ": " + s.cause()) + ")");
                world.change(name, state -> state.triedAgain(p.version()));
                memory.process(name, SavedState.Process::triedAgain);
            }
        });
        return lines;
    }
}
