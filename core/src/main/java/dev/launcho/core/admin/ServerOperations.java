package dev.launcho.core.admin;

import dev.launcho.core.event.ChangeAuthor;
import dev.launcho.core.event.ChangeResult;
import dev.launcho.core.event.Event;
import dev.launcho.core.event.RolloutProgress;
import dev.launcho.core.event.UserAction;
import dev.launcho.core.health.ProbeHistory;
import dev.launcho.core.intent.ChangePreview;
import dev.launcho.core.intent.RequestRefused;
import dev.launcho.core.logs.LogBudget;
import dev.launcho.core.logs.LogMask;
import dev.launcho.core.logs.LogMerge;
import dev.launcho.core.logs.LogQuery;
import dev.launcho.core.logs.LogText;
import dev.launcho.core.model.SecretVisibility;
import dev.launcho.core.model.StoredResource;
import dev.launcho.core.reconcile.ReconcilerControl;
import dev.launcho.core.reconcile.ReconcilerSnapshot;
import dev.launcho.core.store.EventLog;
import dev.launcho.core.store.ResourceStore;
import dev.launcho.core.traffic.TrafficCounters;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The use cases of a server, on a running reconciler. Thread-safe. */
public final class ServerOperations implements AdminOperations {
    private static final int EVENTS_IN_STATUS = 10;

    private final ReconcilerControl control;
    private final RequestGateway requests;
    private final TargetCases targets;
    private final ProcessCases processes;
    private final SecretCases secrets;
    private final ResourceCases resources;
    private final EventLog events;
    private final LogSources logs;
    private final ProbeHistory probes;
    private final SilentBackends silent;
    private final String version;
    private final Consumer<Boolean> shutdown;
    private final Instant startedAt = Instant.now();
    private final LogMasks masks;

    /**
     * @param silent its owner calls {@link SilentBackends#look} once a second
     * @param version of this server
     * @param defaultTarget the text that is shown before one is set
     * @param shutdown ends the server soon; true leaves the instances running
     */
    public ServerOperations(
            ReconcilerControl control,
            ResourceStore resources,
            EventLog events,
            LogSources logs,
            ProbeHistory probes,
            SilentBackends silent,
            String version,
            String defaultTarget,
            Consumer<Boolean> shutdown) {
        this.control = control;
        this.requests = new RequestGateway(control);
        this.targets = new TargetCases(control, requests, defaultTarget);
        this.processes = new ProcessCases(control, requests);
        this.secrets = new SecretCases(control, requests, targets);
        this.resources = new ResourceCases(control, requests, resources);
        this.events = events;
        this.logs = logs;
        this.probes = probes;
        this.silent = silent;
        this.version = version;
        this.shutdown = shutdown;
        this.masks = new LogMasks(control.redaction());
    }

    @Override
    public StatusView status(boolean all) {
        ReconcilerSnapshot s = control.snapshot();
        StatusAssembly status = new StatusAssembly(
                s, control.balancer().counters(), Instant.now(), control.now(), control.host(), logs.spool());
        return new StatusView(
                version,
                startedAt,
                s.intent().revision(),
                s.intent().at(),
                s.intent().by(),
                status.processes(),
                status.services(),
                events(0, EVENTS_IN_STATUS),
                all ? new EndedInstances(logs.spool(), events).of(s) : List.of());
    }

    /** Returns which processes are not well; costs little. */
    public WellnessView wellness() {
        return new StatusAssembly(
                        control.snapshot(),
                        TrafficCounters.NONE,
                        Instant.now(),
                        control.now(),
                        control.host(),
                        logs.spool())
                .wellness();
    }

    @Override
    public TargetText target() {
        return targets.target();
    }

    @Override
    public ChangePreview planTarget(String file, String text, SecretVisibility clearance) throws RequestRefused {
        return targets.plan(file, text, clearance);
    }

    @Override
    public ChangeResult setTarget(String file, String text, OptionalLong expected, ChangeAuthor author)
            throws RequestRefused {
        return targets.set(file, text, expected, author);
    }

    @Override
    public ChangePreview planRollback(OptionalLong revision, SecretVisibility clearance) throws RequestRefused {
        return targets.planRollback(revision, clearance);
    }

    @Override
    public ChangeResult rollback(OptionalLong revision, OptionalLong expected, ChangeAuthor author)
            throws RequestRefused {
        return targets.rollback(revision, expected, author);
    }

    @Override
    public List<RevisionView> history() throws RequestRefused {
        return targets.history();
    }

    @Override
    public RevisionText revision(long number) throws RequestRefused {
        return targets.revision(number);
    }

    @Override
    public ChangeResult restart(String name, ChangeAuthor author) throws RequestRefused {
        return processes.restart(name, author);
    }

    @Override
    public ChangeResult pause(String process, ChangeAuthor author) throws RequestRefused {
        return processes.pause(process, author);
    }

    @Override
    public ChangeResult resume(String process, ChangeAuthor author) throws RequestRefused {
        return processes.resume(process, author);
    }

    @Override
    public ChangeResult clearBackoff(String process, ChangeAuthor author) throws RequestRefused {
        return processes.clearBackoff(process, author);
    }

    @Override
    public WhyView why(String name) throws RequestRefused {
        ReconcilerSnapshot s = control.snapshot();
        String process = ProcessCases.process(s, name);
        return new ProcessDiagnosis(
                        s, status(false), logs.spool(), events, probes, silent, control.host(), control.redaction())
                .of(process, name);
    }

    @Override
    public RolloutProgress rollout(long revision, int seen, Duration atMost) throws RequestRefused {
        try {
            Optional<RolloutProgress> found = control.rollouts().await(revision, seen, atMost);
            return found.isPresent() ? found.get().after(seen) : past(revision);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestRefused(RequestRefused.Code.FAILED, "the server is stopping");
        }
    }

    /** Returns a rollout that ended before the server's start. */
    private RolloutProgress past(long revision) throws RequestRefused {
        return targets.ended(revision)
                .map(end -> new RolloutProgress(revision, end.outcome(), end.summary(), end.causes()))
                .orElseThrow(() -> new RequestRefused(
                        RequestRefused.Code.NOT_FOUND,
                        "the server has no record of a rollout of revision " + revision));
    }

    @Override
    public List<StoredResource> resources() {
        return resources.all();
    }

    @Override
    public StoredResource storeResource(String name, InputStream bytes, ChangeAuthor author) throws RequestRefused {
        return resources.store(name, bytes, author);
    }

    @Override
    public StoredResource resource(String id) throws RequestRefused {
        return resources.one(id);
    }

    @Override
    public InputStream openResource(String id) throws RequestRefused {
        return resources.open(id);
    }

    @Override
    public List<String> removeResource(String id, boolean force, ChangeAuthor author) throws RequestRefused {
        return resources.remove(id, force, author);
    }

    @Override
    public Collected collectResources(boolean dryRun, ChangeAuthor author) throws RequestRefused {
        return resources.collect(dryRun, author);
    }

    @Override
    public List<String> secretNames() throws RequestRefused {
        return secrets.names();
    }

    @Override
    public String secret(String name) throws RequestRefused {
        return secrets.value(name);
    }

    @Override
    public ChangePreview planSecret(String name, String value) throws RequestRefused {
        return secrets.plan(name, value);
    }

    @Override
    public ChangeResult setSecret(String name, String value, OptionalLong expected, ChangeAuthor author)
            throws RequestRefused {
        return secrets.set(name, value, expected, author);
    }

    @Override
    public ChangeResult removeSecret(String name, OptionalLong expected, ChangeAuthor author) throws RequestRefused {
        return secrets.remove(name, expected, author);
    }

    @Override
    public LogStream logs(String name, int tail, boolean follow, SecretVisibility clearance, LogBudget budget)
            throws RequestRefused {
        LogQuery query = LogQuery.ALL.withTail(tail).following(follow);
        LogMerge parts = logs(new LogSources.Selection(List.of(name), false), query, clearance, budget);
        boolean process = processes.names().contains(name);
        return new LogStream(name, new LogText(parts, process && (follow || parts.size() > 1)));
    }

    @Override
    public LogMerge logs(LogSources.Selection what, LogQuery query, SecretVisibility clearance, LogBudget budget)
            throws RequestRefused {
        Supplier<LogMask> mask = switch (clearance) {
            case ALL -> () -> LogMask.NONE;
            case NO_SECRETS -> masks;
        };
        return logs.open(what, query, processes.names(), processes::isThere, mask, budget);
    }

    @Override
    public void shutdown(boolean leaveRunning, ChangeAuthor author) {
        requests.audit(author, UserAction.of(UserAction.Operation.SHUT_DOWN, "").made(0, leaveRunning));
        shutdown.accept(leaveRunning);
    }

    @Override
    public List<Event> events(long after, int most, Duration atMost) {
        try {
            events.await(after, atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return events(after, most);
    }

    @Override
    public List<Event> events(long after, int most) {
        return events.after(after, most).stream().map(control.redaction()::of).toList();
    }
}
