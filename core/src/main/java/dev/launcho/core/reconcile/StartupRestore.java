package dev.launcho.core.reconcile;

import dev.launcho.core.disk.FileFailure;
import dev.launcho.core.event.ChangeAuthor;
import dev.launcho.core.event.Event;
import dev.launcho.core.event.ServerEvent;
import dev.launcho.core.event.ServerEvent.StartupFallback.Reason;
import dev.launcho.core.intent.Intent;
import dev.launcho.core.intent.ReferenceSources;
import dev.launcho.core.intent.RequestRefused;
import dev.launcho.core.intent.TargetResolution;
import dev.launcho.core.memory.EventJournal;
import dev.launcho.core.memory.PersistedState;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.ResolvedProcess;
import dev.launcho.core.model.ServiceSpec;
import dev.launcho.core.model.Slot;
import dev.launcho.core.model.Target;
import dev.launcho.core.model.Version;
import dev.launcho.core.spec.TargetReading;
import dev.launcho.core.store.Revision;
import dev.launcho.core.store.SavedState;
import dev.launcho.core.yaml.Problem;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** The restore at the start: it puts the last server's intent in force again. The reconciler's thread only. */
final class StartupRestore {
    /** Most problems of an invalid file that become events; garbage has more of them than anybody reads. */
    private static final int PROBLEMS = 10;

    private final ReconcilerState world;
    private final PersistedState memory;
    private final ReferenceSources sources;
    private final DesiredStateUpdater updater;
    private final ChangeHandler handler;
    private final BiFunction<String, String, TargetReading> reader;
    private final EventJournal journal;
    private final RolloutMonitor monitor;
    private final InstantSource wall;
    private final LongSupplier clock;

    StartupRestore(
            ReconcilerState world,
            PersistedState memory,
            ReferenceSources sources,
            DesiredStateUpdater updater,
            ChangeHandler handler,
            BiFunction<String, String, TargetReading> reader,
            EventJournal journal,
            RolloutMonitor monitor,
            InstantSource wall,
            LongSupplier clock) {
        this.world = world;
        this.memory = memory;
        this.sources = sources;
        this.updater = updater;
        this.handler = handler;
        this.reader = reader;
        this.journal = journal;
        this.monitor = monitor;
        this.wall = wall;
        this.clock = clock;
    }

    /**
     * Restores the intent. A valid target file counts, even if a user has written it by hand; else the last revision does.
     *
     * @param fileText text of the target file; empty if there is none
     * @throws IOException with a line for the user, if neither can be read, as after a later version: to run nothing would
     *     end every instance
     */
    void from(Optional<String> fileText) throws IOException {
        Optional<Revision> last = memory.revision(memory.state().revision());
        boolean emptied =
                fileText.map(String::isBlank).orElse(false) && memory.state().revision() > 0;
        if (emptied) {
            // A crash of the machine can leave an empty file. A user who wants nothing to run writes so.
            fallBack(Reason.TARGET_EMPTY, last, "");
        }
        String text = fileText.filter(t -> !emptied)
                .or(() -> last.map(Revision::target))
                .orElse("");
        if (text.isEmpty()) {
            requireLast(last, "there is none");
            return;
        }
        TargetReading reading = reader.apply("launcho-target.yaml", text);
        if (!reading.valid()) {
            reading.problems().stream().limit(PROBLEMS).forEach(this::report);
            requireLast(last, "" + reading.problems().get(0));
            requireValid(last);
            fallBack(Reason.TARGET_INVALID, last, "");
            resume(last);
        } else if (last.isPresent() && last.get().target().equals(text)) {
            resume(last.get(), reading);
        } else {
            resume(last);
            if (world.intent.revision() == 0) {
                // The revision is lost, or a later version has set it; the saved state of the processes is not lost.
                reading.target().processes().forEach(p -> recall(p.name()));
            }
            byHand(last, text, reading);
        }
    }

    /** @param problem why launcho-target.yaml can't be used */
    private void requireLast(Optional<Revision> last, String problem) throws IOException {
        long number = memory.state().revision();
        if (last.isEmpty() && number > 0) {
            throw new IOException("launcho-target.yaml can't be used (" + problem + "), and revision " + number
                    + " can't be read; instances run on. Mend launcho-target.yaml");
        }
    }

    private void requireValid(Optional<Revision> last) throws IOException {
        if (last.isPresent()) {
            List<Problem> problems = reader.apply(
                            "revision " + last.get().number(), last.get().target())
                    .problems();
            if (!problems.isEmpty()) {
                throw new IOException("neither launcho-target.yaml nor the last revision is valid for this version of"
                        + " Launcho: " + problems.get(0)
                        + "; instances run on. Correct launcho-target.yaml, or start the"
                        + " version that set it");
            }
        }
    }

    private void byHand(Optional<Revision> last, String text, TargetReading reading) throws IOException {
        try {
            handler.target(
                    reading, text, OptionalLong.empty(), new ChangeAuthor("launcho-target.yaml", "this machine", ""));
        } catch (RequestRefused e) {
            e.problems().forEach(this::report);
            requireLast(last, e.getMessage());
            requireValid(last);
            fallBack(Reason.TARGET_UNSUPPORTED, last, "");
        } catch (IOException full) {
            requireLast(last, FileFailure.words(full));
            requireValid(last);
            fallBack(Reason.TARGET_UNSAVED, last, FileFailure.words(full));
        }
    }

    /** Resumes a revision. If secrets have other values than it was set with, they become a new revision. */
    private void resume(Revision last, TargetReading reading) {
        Map<String, String> today = sources.fingerprints(reading.references().names());
        boolean same = today.equals(last.secrets());
        boolean known = last.secrets().entrySet().stream()
                .allMatch(s -> memory.secret(s.getKey(), s.getValue()).isPresent());
        if (same || !known) {
            resume(
                    Optional.of(last),
                    last.target(),
                    reading.target(),
                    sources.now(last.head().written()));
            handler.forget();
            return;
        }
        resume(Optional.of(last), last.target(), reading.target(), sources.asOf(last));
        try {
            Set<String> changed = new TreeSet<>(reading.references().names());
            changed.removeIf(
                    name -> Objects.equals(today.get(name), last.secrets().get(name)));
            handler.secretsChanged(reading, changed, new ChangeAuthor("server", "this machine", ""));
        } catch (IOException full) {
            fallBack(Reason.SECRETS_UNSAVED, Optional.of(last), FileFailure.words(full));
        }
    }

    private void report(Problem p) {
        journal.tell(
                Event.Severity.ERROR,
                "server",
                new ServerEvent.TargetFault(p.file(), p.line(), p.column(), p.key(), p.message(), p.hint()));
    }

    private void fallBack(Reason reason, Optional<Revision> last, String problem) {
        long instead = last.map(Revision::number).orElse(0L);
        journal.tell(Event.Severity.ERROR, "server", new ServerEvent.StartupFallback(reason, instead, problem));
    }

    private void resume(Optional<Revision> last) {
        last.ifPresent(r -> {
            TargetReading reading = reader.apply("revision " + r.number(), r.target());
            if (reading.valid()) {
                resume(last, r.target(), reading.target(), sources.now(r.head().written()));
            }
        });
    }

    /** Puts a target in force without writing anything. */
    private void resume(Optional<Revision> revision, String text, Target target, TargetResolution resolution) {
        Intent next = resolution.of(
                memory.state().revision(),
                revision.map(Revision::at).orElse(wall.instant()),
                revision.map(Revision::by).orElse(""),
                text,
                target);
        next.processes().keySet().forEach(this::recall);
        updater.enforce(next);
        // The last server ended during this rollout: its watchers can continue to watch it.
        boolean unfinished =
                revision.map(r -> !r.head().end().outcome().ended()).orElse(false);
        if (unfinished) {
            Set<String> services =
                    target.services().stream().map(ServiceSpec::name).collect(Collectors.toSet());
            monitor.begin(next.revision(), next.processes().keySet(), services, clock.getAsLong());
        }
    }

    /** Restores which versions of a process were live and had failed: a restart of the server must not try a failed one. */
    private void recall(String process) {
        SavedState.Process saved = memory.state().process(process);
        Optional<ResolvedProcess> live =
                memory.revision(saved.liveRevision()).flatMap(r -> liveSpec(r, process, saved));
        if (saved.paused()) {
            world.paused.add(process);
        }
        ProcessState state = ProcessState.initial(process);
        if (live.isPresent()) {
            world.specs.put(saved.live(), live.get());
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

    /** Rebuilds the live spec from its revision and the secrets of that time; empty if that gives another version. */
    private Optional<ResolvedProcess> liveSpec(Revision r, String process, SavedState.Process saved) {
        TargetReading reading = reader.apply("revision " + r.number(), r.target());
        if (!reading.valid()) {
            return Optional.empty();
        }
        TargetResolution then = sources.then(r, saved);
        return reading.target()
                .process(process)
                .map(then::process)
                .filter(p -> p.version().equals(saved.live()))
                .flatMap(Intent.Process::resolved);
    }
}
