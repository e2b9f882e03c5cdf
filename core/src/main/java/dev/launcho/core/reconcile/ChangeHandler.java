package dev.launcho.core.reconcile;

import dev.launcho.core.event.AffectedSubject;
import dev.launcho.core.event.ChangeAuthor;
import dev.launcho.core.event.ChangeResult;
import dev.launcho.core.event.EventKind;
import dev.launcho.core.event.EventKind.RolloutControlled.Control;
import dev.launcho.core.intent.ChangeNotices;
import dev.launcho.core.intent.ChangeProposal;
import dev.launcho.core.intent.ChangeSummary;
import dev.launcho.core.intent.Intent;
import dev.launcho.core.intent.PlannedChange;
import dev.launcho.core.intent.ReferenceSources;
import dev.launcho.core.intent.RequestRefused;
import dev.launcho.core.intent.RequestRefused.Code;
import dev.launcho.core.memory.EventJournal;
import dev.launcho.core.memory.PersistedState;
import dev.launcho.core.memory.TextFile;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.Version;
import dev.launcho.core.plan.StateReducer;
import dev.launcho.core.spec.TargetReading;
import dev.launcho.core.store.Revision;
import dev.launcho.core.store.SavedState;
import dev.launcho.core.store.SecretStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

/** The handler of changes of the desired state. The reconciler's thread only. */
final class ChangeHandler {
    private final ReconcilerState world;
    private final PersistedState memory;
    private final ReferenceSources sources;
    private final DesiredStateUpdater updater;
    private final RolloutMonitor monitor;
    private final TextFile file;
    private final ChangeTransaction transaction;
    private final BiFunction<String, String, TargetReading> reader;
    private final ProposalMaker proposals;
    private final EventJournal journal;
    private final RevisionCheck revisions;
    private final InstantSource wall;
    private final LongSupplier clock;

    ChangeHandler(
            ReconcilerState world,
            PersistedState memory,
            ReferenceSources sources,
            DesiredStateUpdater updater,
            RolloutMonitor monitor,
            TextFile file,
            ChangeTransaction transaction,
            BiFunction<String, String, TargetReading> reader,
            ProposalMaker proposals,
            EventJournal journal,
            InstantSource wall,
            LongSupplier clock) {
        this.world = world;
        this.memory = memory;
        this.sources = sources;
        this.updater = updater;
        this.monitor = monitor;
        this.file = file;
        this.transaction = transaction;
        this.reader = reader;
        this.proposals = proposals;
        this.journal = journal;
        this.revisions = new RevisionCheck(world, memory);
        this.wall = wall;
        this.clock = clock;
    }

    /**
     * Sets the target: first on disk, then in force.
     *
     * @param expected the revision that the author has seen; empty if any will do
     * @throws RequestRefused if the load balancer or the machine can't do what the target asks for, or if the current
     *     revision is not the expected one
     */
    ChangeResult target(TargetReading reading, String text, OptionalLong expected, ChangeAuthor who)
            throws IOException {
        revisions.check(expected);
        return commitOrStay(proposals.target(reading, text), ProposalMaker.WHY, who);
    }

    /**
     * Sets a secret. What the load balancer or the machine can't do with it becomes a notice.
     *
     * @param expected as for {@link #target}
     */
    ChangeResult secret(String name, String value, OptionalLong expected, ChangeAuthor who) throws IOException {
        revisions.check(expected);
        if (sources.secrets().get(name).map(value::equals).orElse(false)) {
            return new ChangeResult(world.intent.revision(), false, List.of(), List.of());
        }
        ChangeProposal proposal = proposals.secret(name, value);
        if (!proposal.changed()) {
            transaction.undo();
            sources.secrets().set(name, value);
            return new ChangeResult(
                    world.intent.revision(), true, List.of(), List.of("no process uses " + name + " yet"));
        }
        return commit(proposal, "secret " + name + " changed", who);
    }

    /**
     * Makes a revision of secrets that have changed while no server ran, or as the last one died. Later rollbacks can then
     * return to these values.
     */
    void secretsChanged(TargetReading reading, Set<String> names, ChangeAuthor who) throws IOException {
        String what = (names.size() == 1 ? "secret " : "secrets ") + String.join(", ", names) + " changed";
        ChangeProposal proposal = proposals.present(reading, what, Map.of());
        apply(proposal, write(proposal, who), what);
    }

    /**
     * Brings back the target, secrets and resources of an earlier revision, as a new revision.
     *
     * @param number of the earlier revision; empty for the last one that went live before the current one
     * @param expected as for {@link #target}
     * @throws RequestRefused if that revision can't be brought back
     */
    ChangeResult rollback(OptionalLong number, OptionalLong expected, ChangeAuthor who) throws IOException {
        revisions.check(expected);
        return commitOrStay(proposals.rollback(number), "rollback", who);
    }

    private ChangeResult commitOrStay(ChangeProposal proposal, String why, ChangeAuthor who) throws IOException {
        if (!proposal.changed()) {
            transaction.stays(proposal.intent().text());
            return new ChangeResult(proposal.revision(), false, List.of(), proposal.notices());
        }
        return commit(proposal.supported(), why, who);
    }

    /** Commits a proposal, which was made in this turn: the revision that it was made from is in force. */
    private ChangeResult commit(ChangeProposal proposal, String why, ChangeAuthor who) throws IOException {
        String text = proposal.intent().text();
        Intent next = transaction.change(text, () -> {
            if (!proposal.secrets().isEmpty()) {
                sources.secrets().setAll(proposal.secrets());
            }
            if (proposal.setsTarget()) {
                file.write(text);
            }
            return write(proposal, who);
        });
        return apply(proposal, next, why);
    }

    /**
     * Removes a secret that was set at run time; a value of this name in the configuration applies again.
     *
     * @param expected as for {@link #target}
     * @throws RequestRefused if the target refers to it, or only the configuration has it
     */
    ChangeResult remove(String name, OptionalLong expected) throws IOException {
        revisions.check(expected);
        SecretStore secrets = sources.secrets();
        List<String> users = reader.apply("launcho-target.yaml", world.intent.text())
                .references()
                .users(name);
        if (!users.isEmpty()) {
            throw new RequestRefused(
                    Code.CONFLICT,
                    "secret " + name + " is used by " + String.join(", ", users) + "; take it out of the target first");
        }
        if (secrets.get(name).isEmpty()) {
            throw new RequestRefused(Code.NOT_FOUND, "there is no secret \"" + name + "\" any more");
        }
        if (!secrets.extra().containsKey(name)) {
            throw new RequestRefused(
                    Code.CONFLICT, "secret " + name + " is set in launcho-config.yaml on the server; remove it there");
        }
        transaction.undo();
        boolean gone = secrets.remove(name);
        String rest = "secret " + name + " has the value of launcho-config.yaml on the server again";
        return new ChangeResult(world.intent.revision(), true, List.of(), gone ? List.of() : List.of(rest));
    }

    Map<String, String> secrets() {
        return sources.secrets().all();
    }

    /** Resolves the intent again after a resource was stored, if any process waits. */
    void resourceStored() {
        boolean waiting = world.intent.processes().values().stream()
                .anyMatch(p -> !p.waits().isEmpty());
        if (waiting) {
            updater.enforce(resolvedAnew());
            forget();
        }
    }

    /** Restarts a whole process: a new version of the same text is rolled out like any other. */
    ChangeResult restart(String process) throws IOException {
        memory.commit(process, SavedState.Process::restarted);
        world.change(process, ProcessState::forgiven);
        Intent next = resolvedAnew();
        ChangeSummary changes = ChangeSummary.between(world.intent, next, "restart");
        monitor.begin(next.revision(), Set.of(process), Set.of(), clock.getAsLong());
        updater.enforce(next);
        return new ChangeResult(next.revision(), true, changes.subjects(), ChangeNotices.waits(next));
    }

    /** Restarts one instance, by a replacement in its slot. */
    ChangeResult restart(Instance instance) throws IOException {
        memory.commit(instance.process(), p -> p.condemning(instance.id()));
        monitor.begin(world.intent.revision(), Set.of(instance.process()), Set.of(), clock.getAsLong());
        world.change(instance.process(), s -> StateReducer.condemned(s, instance.id()));
        AffectedSubject replaced = new AffectedSubject(
                AffectedSubject.Kind.PROCESS,
                instance.process(),
                PlannedChange.Effect.REPLACED.word(),
                instance.id() + " is replaced (restart)");
        return new ChangeResult(world.intent.revision(), true, List.of(replaced), List.of());
    }

    /** Holds the present rollout of a process and all later ones. */
    ChangeResult pause(String process, ChangeAuthor who) throws IOException {
        boolean fresh = !world.paused.contains(process);
        if (fresh) {
            memory.commit(process, p -> p.paused(true));
            updater.pause(process, true);
            journal.step(process, new EventKind.RolloutControlled(process, Control.PAUSED, who.user()));
        }
        return held(process, fresh, fresh ? "its rollouts are paused" : "it was paused already");
    }

    ChangeResult resume(String process, ChangeAuthor who) throws IOException {
        boolean was = world.paused.contains(process);
        if (was) {
            memory.commit(process, p -> p.paused(false));
            if (world.states.containsKey(process)) { // Not of a process that has left while the server stops.
                world.change(process, s -> StateReducer.resumed(s, clock.getAsLong()));
            }
            updater.pause(process, false);
            journal.step(process, new EventKind.RolloutControlled(process, Control.RESUMED, who.user()));
        }
        return held(process, was, was ? "its rollouts continue" : "it was not paused");
    }

    /** Ends the back-offs of a process: the next tries are made now. */
    ChangeResult clearBackoff(String process, ChangeAuthor who) {
        long now = clock.getAsLong();
        boolean waits =
                world.state(process).slots().stream().anyMatch(slot -> !slot.completed() && slot.notBefore() > now);
        if (waits) {
            world.change(process, s -> StateReducer.backoffCleared(s, now));
            journal.step(process, new EventKind.RolloutControlled(process, Control.BACKOFF_CLEARED, who.user()));
        }
        boolean gaveUp = !world.state(process).failed().equals(Version.NONE);
        String none = gaveUp
                ? "nothing waits for its next try; its last version was given up; to retry it: launcho restart "
                        + process
                : "nothing waits for its next try";
        return held(process, waits, waits ? "the next try is made now" : none);
    }

    private ChangeResult held(String process, boolean changed, String what) {
        return new ChangeResult(world.intent.revision(), changed, List.of(), List.of(process + ": " + what));
    }

    private Intent resolvedAnew() {
        Intent now = world.intent;
        return sources.now(now.written()).of(now.revision(), now.at(), now.by(), now.text(), now.target());
    }

    private Intent write(ChangeProposal proposal, ChangeAuthor who) throws IOException {
        Intent next = proposal.intent().by(who.user(), wall.instant());
        Revision.Head head = new Revision.Head(
                next.revision(),
                next.at(),
                next.by(),
                who.from(),
                who.message(),
                proposal.change(),
                sources.fingerprints(proposal.reading().references().names()),
                sources.now(next.written()).resources(next.target()),
                next.written(),
                Revision.End.NONE);
        memory.add(new Revision(head, next.text()), sources.secrets().all());
        return next;
    }

    private ChangeResult apply(ChangeProposal proposal, Intent next, String why) {
        ChangeSummary changes = proposal.changes().because(why).with(tryAgain(next));
        List<AffectedSubject> subjects = new ArrayList<>(changes.subjects());
        subjects.addAll(
                monitor.begin(next.revision(), changes.touched(), changes.touchedServices(), clock.getAsLong()));
        updater.enforce(next);
        forget();
        return new ChangeResult(next.revision(), true, subjects, proposal.notices());
    }

    /**
     * Drops from the saved state what the world has forgotten of processes that do not wait. While the server stops, the world
     * forgets what the next server has to know.
     */
    void forget() {
        if (world.stopping) {
            return;
        }
        Map<String, Version> wanted = new HashMap<>();
        world.intent.processes().forEach((name, p) -> {
            if (!p.version().equals(Version.NONE)) {
                wanted.put(name, p.version());
            }
        });
        memory.processes(
                wanted.keySet(),
                (name, saved) ->
                        saved.keptBy(world.state(name), wanted.get(name)).paused(world.paused.contains(name)));
    }

    /**
     * Lets a new revision try again what the one before had given up, even if the text of the process is unchanged. The
     * cause of the failure may lie elsewhere.
     *
     * @return why each such process was given up, by its name
     */
    private Map<String, String> tryAgain(Intent next) {
        Map<String, String> causes = new LinkedHashMap<>();
        next.processes().forEach((name, p) -> {
            ProcessState s = world.state(name);
            if (!p.version().equals(Version.NONE) && s.failedWith(p.version())) {
                causes.put(name, s.cause());
                world.change(name, state -> state.triedAgain(p.version()));
                // Before adoption the world has no instances yet, and so none that are to be replaced.
                memory.process(name, saved -> saved.keptBy(world.state(name), p.version()));
            }
        });
        return causes;
    }
}
