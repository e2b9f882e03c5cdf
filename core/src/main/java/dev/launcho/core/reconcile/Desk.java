package dev.launcho.core.reconcile;

import dev.launcho.core.model.Instance;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.Target;
import dev.launcho.core.model.Version;
import dev.launcho.core.plan.Ledger;
import dev.launcho.core.store.Revision;
import dev.launcho.core.store.SavedState;
import dev.launcho.core.target.Modeline;
import dev.launcho.core.target.TargetReading;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

/** Where changes of what is wanted come in. The reconciler's thread only. */
final class Desk {
    private final World world;
    private final Memory memory;
    private final Sources sources;
    private final Aims aims;
    private final Ending ending;
    private final TextFile file;
    private final Whole whole;
    private final BiFunction<String, String, TargetReading> reader;
    private final Fitness fitness;
    private final Notices notices;
    private final Journal journal;
    private final Past past;
    private final InstantSource wall;
    private final LongSupplier clock;

    Desk(
            World world,
            Memory memory,
            Sources sources,
            Aims aims,
            Ending ending,
            TextFile file,
            Whole whole,
            BiFunction<String, String, TargetReading> reader,
            Fitness fitness,
            Journal journal,
            InstantSource wall,
            LongSupplier clock) {
        this.world = world;
        this.memory = memory;
        this.sources = sources;
        this.aims = aims;
        this.ending = ending;
        this.file = file;
        this.whole = whole;
        this.reader = reader;
        this.fitness = fitness;
        this.notices = new Notices(sources, fitness);
        this.journal = journal;
        this.past = new Past(world, memory, sources);
        this.wall = wall;
        this.clock = clock;
    }

    /**
     * On disk first, then in force.
     *
     * @param expected the revision that its author has seen; empty for whichever there is
     * @throws Unfit if the load balancer can't do what it asks for
     * @throws Denied if there is another revision than expected
     */
    Changed target(TargetReading reading, String text, OptionalLong expected, Who who) throws IOException {
        long current = world.intent.revision();
        if (expected.isPresent() && expected.getAsLong() != current) {
            throw Denied.conflict(List.of("the target is at revision " + current + " now, set by " + world.intent.by()
                    + ", and not at " + expected.getAsLong() + " any more"));
        }
        if (current > 0 && Modeline.sameBut(text, world.intent.text())) {
            return new Changed(world.intent.revision(), false, List.of(), Notices.waits(world.intent));
        }
        Fitness.Findings findings = fitness.of(reading.references().file(), text, reading.target());
        if (!findings.refusals().isEmpty()) {
            throw new Unfit(findings.refusals());
        }
        Intent next = whole.change(text, () -> {
            file.write(text);
            return write(text, reading, who, "");
        });
        return apply(next, "secrets or resources changed", reading);
    }

    Changed secret(String name, String value, Who who) throws IOException {
        if (sources.secrets().get(name).map(value::equals).orElse(false)) {
            return new Changed(world.intent.revision(), false, List.of(), List.of());
        }
        TargetReading reading = reader.apply("launcho-target.yaml", world.intent.text());
        if (!reading.references().names().contains(name)) {
            whole.undo();
            sources.secrets().set(name, value);
            return new Changed(world.intent.revision(), true, List.of(), List.of("no process uses " + name + " yet"));
        }
        Intent next = whole.change(world.intent.text(), () -> {
            sources.secrets().set(name, value);
            return write(world.intent.text(), reading, who, "secret " + name + " set");
        });
        return apply(next, "secret " + name + " changed", reading);
    }

    /**
     * Secrets have changed while no server was there, or as the last one died: as a revision of its own, so that what is run
     * with them can be run again.
     */
    void secretsChanged(TargetReading reading, Set<String> names, Who who) throws IOException {
        String what = (names.size() == 1 ? "secret " : "secrets ") + String.join(", ", names) + " changed";
        apply(write(world.intent.text(), reading, who, what), what, reading);
    }

    /**
     * Target, secrets and resources as they were, as a new revision.
     *
     * @param number empty for the last that went live before the current one
     * @throws Denied if it can't be brought back
     */
    Changed rollback(OptionalLong number, Who who) throws IOException {
        Past.Return back = past.to(number);
        String text = back.to().target();
        if (back.secrets().isEmpty() && text.equals(world.intent.text())) {
            return new Changed(world.intent.revision(), false, List.of(), Notices.waits(world.intent));
        }
        Fitness then = new Fitness(fitness.capabilities(), sources.with(back.secrets())::secret);
        Fitness.Findings findings =
                then.of(back.reading().references().file(), text, back.reading().target());
        if (!findings.refusals().isEmpty()) {
            throw new Unfit(findings.refusals());
        }
        Intent next = whole.change(text, () -> {
            if (!back.secrets().isEmpty()) {
                sources.secrets().setAll(back.secrets());
            }
            file.write(text);
            return write(text, back.reading(), who, "rollback to " + back.to().number());
        });
        return apply(next, "rollback", back.reading());
    }

    /** @return false if the secret is one of the configuration file */
    boolean remove(String name) throws IOException {
        whole.undo();
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
    Changed restart(String process) throws IOException {
        memory.commit(process, SavedState.Process::restarted);
        world.change(process, ProcessState::forgiven);
        Intent next = resolvedAnew();
        Changes changes = Changes.between(world.intent, next, "restart");
        ending.begin(next.revision(), Set.of(process), clock.getAsLong());
        aims.enforce(next);
        return new Changed(next.revision(), true, changes.lines(), Notices.waits(next));
    }

    /** One instance, by a replacement in its slot. */
    Changed restart(Instance instance) throws IOException {
        memory.commit(instance.process(), p -> p.condemning(instance.id()));
        ending.begin(world.intent.revision(), Set.of(instance.process()), clock.getAsLong());
        world.change(instance.process(), s -> Ledger.condemned(s, instance.id()));
        String line = instance.process() + ": " + instance.id() + " is replaced (restart)";
        return new Changed(world.intent.revision(), true, List.of(line), List.of());
    }

    /** Holds the rollout of a process, this one and those to come. */
    Changed pause(String process, Who who) throws IOException {
        boolean fresh = !world.paused.contains(process);
        if (fresh) {
            memory.commit(process, p -> p.paused(true));
            aims.pause(process, true);
            journal.step(process, "paused by " + who.user() + "; launcho resume " + process + " goes on");
        }
        return held(process, fresh, fresh ? "its rollout stays where it is" : "it was paused already");
    }

    Changed resume(String process, Who who) throws IOException {
        boolean was = world.paused.contains(process);
        if (was) {
            memory.commit(process, p -> p.paused(false));
            world.change(process, s -> Ledger.resumed(s, clock.getAsLong()));
            aims.pause(process, false);
            journal.step(process, "resumed by " + who.user());
        }
        return held(process, was, was ? "its rollout goes on" : "it was not paused");
    }

    /** What waits for its next try is tried now. */
    Changed clearBackoff(String process, Who who) {
        long now = clock.getAsLong();
        boolean waits =
                world.state(process).slots().stream().anyMatch(slot -> !slot.completed() && slot.notBefore() > now);
        if (waits) {
            world.change(process, s -> Ledger.backoffCleared(s, now));
            journal.step(process, "back-off cleared by " + who.user());
        }
        boolean gaveUp = !world.state(process).failed().equals(Version.NONE);
        String none = gaveUp
                ? "nothing waits for its next try; its last version was given up: launcho restart " + process
                        + " tries it again"
                : "nothing waits for its next try";
        return held(process, waits, waits ? "the next try is made now" : none);
    }

    private Changed held(String process, boolean changed, String what) {
        return new Changed(world.intent.revision(), changed, List.of(), List.of(process + ": " + what));
    }

    private Intent resolvedAnew() {
        Intent now = world.intent;
        return sources.now().of(now.revision(), now.at(), now.by(), now.text(), now.target());
    }

    private Intent write(String text, TargetReading reading, Who who, String change) throws IOException {
        long number = memory.state().revision() + 1;
        Instant at = wall.instant();
        Target target = reading.target();
        Resolution resolution = sources.now();
        Revision.Head head = new Revision.Head(
                number,
                at,
                who.user(),
                who.from(),
                who.message(),
                change,
                sources.fingerprints(reading.references().names()),
                resolution.resources(target),
                Revision.End.NONE);
        memory.add(new Revision(head, text), sources.secrets().all());
        return resolution.of(number, at, who.user(), text, target);
    }

    private Changed apply(Intent next, String why, TargetReading reading) {
        Changes changes = Changes.between(world.intent, next, why).with(tryAgain(next));
        ending.begin(next.revision(), changes.touched(), clock.getAsLong());
        aims.enforce(next);
        return new Changed(next.revision(), true, changes.lines(), notices.of(next, reading));
    }

    /**
     * A new revision tries again what the one before had given up, though the text of that process be the same: what made
     * it fail may have been elsewhere.
     *
     * @return why it was given up, by process
     */
    private Map<String, String> tryAgain(Intent next) {
        Map<String, String> causes = new LinkedHashMap<>();
        next.processes().forEach((name, p) -> {
            ProcessState s = world.state(name);
            if (!p.version().equals(Version.NONE) && s.failedWith(p.version())) {
                causes.put(name, s.cause());
                world.change(name, state -> state.triedAgain(p.version()));
                memory.process(name, saved -> saved.triedAgain().as(world.state(name)));
            }
        });
        return causes;
    }
}
