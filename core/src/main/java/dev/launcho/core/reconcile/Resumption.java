package dev.launcho.core.reconcile;

import dev.launcho.core.model.Event;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.Slot;
import dev.launcho.core.model.Target;
import dev.launcho.core.model.Version;
import dev.launcho.core.store.Revision;
import dev.launcho.core.store.SavedState;
import dev.launcho.core.target.TargetReading;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

/** Takes up what was wanted when the last server ended. The reconciler's thread only. */
final class Resumption {
    /** Of a file that is not valid, told as events; garbage has more of them than anybody reads. */
    private static final int PROBLEMS = 10;

    private final World world;
    private final Memory memory;
    private final Sources sources;
    private final Aims aims;
    private final Desk desk;
    private final BiFunction<String, String, TargetReading> reader;
    private final Journal journal;
    private final Ending ending;
    private final InstantSource wall;
    private final LongSupplier clock;

    Resumption(
            World world,
            Memory memory,
            Sources sources,
            Aims aims,
            Desk desk,
            BiFunction<String, String, TargetReading> reader,
            Journal journal,
            Ending ending,
            InstantSource wall,
            LongSupplier clock) {
        this.world = world;
        this.memory = memory;
        this.sources = sources;
        this.aims = aims;
        this.desk = desk;
        this.reader = reader;
        this.journal = journal;
        this.ending = ending;
        this.wall = wall;
        this.clock = clock;
    }

    /**
     * A target file that was put there or edited by hand counts, if it is valid; else the last revision does.
     *
     * @param fileText of the target file; empty if there is none
     */
    void from(Optional<String> fileText) {
        Optional<Revision> last = memory.revision(memory.state().revision());
        boolean emptied = fileText.map(String::isBlank).orElse(false) && last.isPresent();
        if (emptied) {
            // Who wants nothing to run says so: this is what a crash of the machine leaves.
            journal.tell(Event.Severity.ERROR, "server", "launcho-target.yaml is empty, " + insteadOf(last));
        }
        String text = fileText.filter(t -> !emptied)
                .or(() -> last.map(Revision::target))
                .orElse("");
        if (text.isEmpty()) {
            return;
        }
        TargetReading reading = reader.apply("launcho-target.yaml", text);
        if (!reading.valid()) {
            reading.problems().stream()
                    .limit(PROBLEMS)
                    .forEach(p -> journal.tell(Event.Severity.ERROR, "server", p.toString()));
            journal.tell(Event.Severity.ERROR, "server", "launcho-target.yaml is not valid, " + insteadOf(last));
            resume(last);
        } else if (last.isPresent() && last.get().target().equals(text)) {
            resume(last.get(), reading);
        } else {
            if (last.isEmpty()) {
                // Its file is lost, what is known of the processes is not.
                reading.target().processes().forEach(p -> recall(p.name()));
            }
            resume(last);
            byHand(last, text, reading);
        }
    }

    private void byHand(Optional<Revision> last, String text, TargetReading reading) {
        try {
            desk.target(reading, text, OptionalLong.empty(), new Who("launcho-target.yaml", "this machine", ""));
        } catch (Unfit e) {
            e.lines().forEach(line -> journal.tell(Event.Severity.ERROR, "server", line));
            journal.tell(Event.Severity.ERROR, "server", "launcho-target.yaml can't be run, " + insteadOf(last));
        } catch (IOException full) {
            journal.tell(
                    Event.Severity.ERROR,
                    "server",
                    "launcho-target.yaml was changed by hand, but the state directory can't be written ("
                            + full.getMessage() + "): " + insteadOf(last) + "; set it again with launcho target set");
        }
    }

    /** With secrets of other values than it was set with, it is another revision. */
    private void resume(Revision last, TargetReading reading) {
        Map<String, String> today = sources.fingerprints(reading.references().names());
        boolean same = today.equals(last.secrets());
        boolean known = last.secrets().entrySet().stream()
                .allMatch(s -> memory.secret(s.getKey(), s.getValue()).isPresent());
        if (same || !known) {
            resume(Optional.of(last), last.target(), reading.target(), sources.now());
            return;
        }
        resume(Optional.of(last), last.target(), reading.target(), sources.asOf(last));
        try {
            Set<String> changed = new TreeSet<>(reading.references().names());
            changed.removeIf(
                    name -> Objects.equals(today.get(name), last.secrets().get(name)));
            desk.secretsChanged(reading, changed, new Who("server", "this machine", ""));
        } catch (IOException full) {
            journal.tell(
                    Event.Severity.ERROR,
                    "server",
                    "secrets have changed since revision " + last.number()
                            + ", but the state directory can't be written (" + full.getMessage()
                            + "): they count from the next start on");
        }
    }

    private static String insteadOf(Optional<Revision> last) {
        return last.isPresent() ? "revision " + last.get().number() + " is run instead" : "nothing is run";
    }

    private void resume(Optional<Revision> last) {
        last.ifPresent(r -> {
            TargetReading reading = reader.apply("revision " + r.number(), r.target());
            if (reading.valid()) {
                resume(last, r.target(), reading.target(), sources.now());
            }
        });
    }

    /** Nothing is written. */
    private void resume(Optional<Revision> revision, String text, Target target, Resolution resolution) {
        Intent next = resolution.of(
                memory.state().revision(),
                revision.map(Revision::at).orElse(wall.instant()),
                revision.map(Revision::by).orElse(""),
                text,
                target);
        next.processes().keySet().forEach(this::recall);
        aims.enforce(next);
        // The last server ended in the middle of it: who watches it goes on watching.
        boolean unfinished =
                revision.map(r -> !r.head().end().outcome().ended()).orElse(false);
        if (unfinished) {
            ending.begin(next.revision(), next.processes().keySet(), clock.getAsLong());
        }
    }

    /** What was live and what had failed, so that a failed version is not tried again by a restart of the server. */
    private void recall(String process) {
        SavedState.Process saved = memory.state().process(process);
        Optional<ProcessSpec> spec = memory.revision(saved.liveRevision()).flatMap(r -> liveSpec(r, process, saved));
        if (saved.paused()) {
            world.paused.add(process);
        }
        ProcessState state = ProcessState.initial(process);
        if (spec.isPresent()) {
            world.specs.put(saved.live(), spec.get());
            state = state.wentLive(saved.live());
        }
        if (!saved.failed().equals(Version.NONE)) {
            state = state.gaveUp(saved.failed(), saved.cause());
        }
        for (SavedState.Done done : saved.done()) {
            Slot slot = Slot.first(done.version(), done.slot(), clock.getAsLong());
            state = state.withSlot(slot.completed(done.problem()));
        }
        world.put(state);
    }

    /** The spec that was live, made again from its revision and the secrets of then; it must give the same version. */
    private Optional<ProcessSpec> liveSpec(Revision r, String process, SavedState.Process saved) {
        TargetReading reading = reader.apply("revision " + r.number(), r.target());
        if (!reading.valid()) {
            return Optional.empty();
        }
        Resolution then = sources.then(r, saved);
        return reading.target()
                .process(process)
                .map(then::process)
                .filter(p -> p.version().equals(saved.live()))
                .map(Intent.Process::spec);
    }
}
