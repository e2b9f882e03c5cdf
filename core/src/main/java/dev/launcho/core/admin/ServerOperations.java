package dev.launcho.core.admin;

import dev.launcho.core.health.ProbeHistory;
import dev.launcho.core.logs.LogMerge;
import dev.launcho.core.logs.LogQuery;
import dev.launcho.core.logs.LogText;
import dev.launcho.core.reconcile.Control;
import dev.launcho.core.reconcile.RolloutLog;
import dev.launcho.core.reconcile.Snapshot;
import dev.launcho.core.store.EventLog;
import dev.launcho.core.store.Resources;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** The use cases, on a running reconciler. Thread-safe. */
public final class ServerOperations implements Operations {
    private static final int EVENTS_IN_STATUS = 10;

    private final Control control;
    private final Requests requests;
    private final TargetCases targets;
    private final ProcessCases processes;
    private final SecretCases secrets;
    private final ResourceCases resources;
    private final EventLog events;
    private final LogSources logs;
    private final ProbeHistory probes;
    private final String version;
    private final Consumer<Boolean> shutdown;
    private final Instant startedAt = Instant.now();

    /**
     * @param version of this server
     * @param defaultTarget the text that is shown before one is set
     * @param shutdown ends the server, soon; true leaves the instances running
     */
    public ServerOperations(
            Control control,
            Resources resources,
            EventLog events,
            LogSources logs,
            ProbeHistory probes,
            String version,
            String defaultTarget,
            Consumer<Boolean> shutdown) {
        this.control = control;
        this.requests = new Requests(control);
        this.targets = new TargetCases(control, requests, defaultTarget);
        this.processes = new ProcessCases(control, requests);
        this.secrets = new SecretCases(control, requests, targets);
        this.resources = new ResourceCases(control, requests, resources);
        this.events = events;
        this.logs = logs;
        this.probes = probes;
        this.version = version;
        this.shutdown = shutdown;
    }

    @Override
    public StatusView status(boolean all) {
        Snapshot s = control.snapshot();
        StatusReport report = new StatusReport(
                s, control.balancer().counters(), Instant.now(), control.now(), control.host(), logs.spool());
        return new StatusView(
                version,
                startedAt,
                s.intent().revision(),
                s.intent().at(),
                s.intent().by(),
                report.processes(),
                report.services(),
                events(0, EVENTS_IN_STATUS),
                all ? new EndedInstances(logs.spool(), events).of(s) : List.of());
    }

    @Override
    public TargetText target() {
        return targets.target();
    }

    @Override
    public PlanView planTarget(String file, String text) throws Refused {
        return targets.plan(file, text);
    }

    @Override
    public Change setTarget(String file, String text, OptionalLong expected, Author author) throws Refused {
        return targets.set(file, text, expected, author);
    }

    @Override
    public PlanView planRollback(OptionalLong revision) throws Refused {
        return targets.planRollback(revision);
    }

    @Override
    public Change rollback(OptionalLong revision, Author author) throws Refused {
        return targets.rollback(revision, author);
    }

    @Override
    public List<RevisionView> history() throws Refused {
        return targets.history();
    }

    @Override
    public RevisionText revision(long number) throws Refused {
        return targets.revision(number);
    }

    @Override
    public Change restart(String name, Author author) throws Refused {
        return processes.restart(name, author);
    }

    @Override
    public Change pause(String process, Author author) throws Refused {
        return processes.pause(process, author);
    }

    @Override
    public Change resume(String process, Author author) throws Refused {
        return processes.resume(process, author);
    }

    @Override
    public Change clearBackoff(String process, Author author) throws Refused {
        return processes.clearBackoff(process, author);
    }

    @Override
    public WhyView why(String name) throws Refused {
        Snapshot s = control.snapshot();
        String process = ProcessCases.process(s, name);
        return new Why(s, status(false), logs.spool(), events, probes, control.host()).of(process, name);
    }

    @Override
    public RolloutView rollout(long revision, int seen, Duration atMost) throws Refused {
        try {
            Optional<RolloutLog.Rollout> found = control.rollouts().await(revision, seen, atMost);
            if (found.isEmpty()) {
                return past(revision);
            }
            RolloutLog.Rollout r = found.get();
            int from = Math.min(Math.max(0, seen), r.steps().size());
            return new RolloutView(
                    r.revision(), r.steps().subList(from, r.steps().size()), r.outcome(), r.summary(), r.causes());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused(Refused.Code.FAILED, "the server is stopping");
        }
    }

    /** One that ended before the server's start. */
    private RolloutView past(long revision) throws Refused {
        return targets.ended(revision)
                .map(end -> new RolloutView(revision, List.of(), end.outcome(), end.summary(), end.causes()))
                .orElseThrow(() ->
                        new Refused(Refused.Code.NOT_FOUND, "nothing is known of a rollout of revision " + revision));
    }

    @Override
    public List<ResourceView> resources() {
        return resources.all();
    }

    @Override
    public ResourceView storeResource(String name, InputStream bytes, Author author) throws Refused {
        return resources.store(name, bytes, author);
    }

    @Override
    public ResourceView resource(String id) throws Refused {
        return resources.one(id);
    }

    @Override
    public InputStream openResource(String id) throws Refused {
        return resources.open(id);
    }

    @Override
    public List<String> removeResource(String id, boolean force, Author author) throws Refused {
        return resources.remove(id, force, author);
    }

    @Override
    public Collected collectResources(boolean dryRun, Author author) throws Refused {
        return resources.collect(dryRun, author);
    }

    @Override
    public List<String> secretNames() {
        return secrets.names();
    }

    @Override
    public String secret(String name) throws Refused {
        return secrets.value(name);
    }

    @Override
    public PlanView planSecret(String name, String value) throws Refused {
        return secrets.plan(name, value);
    }

    @Override
    public Change setSecret(String name, String value, Author author) throws Refused {
        return secrets.set(name, value, author);
    }

    @Override
    public Change removeSecret(String name, Author author) throws Refused {
        return secrets.remove(name, author);
    }

    @Override
    public LogStream logs(String name, int tail, boolean follow) throws Refused {
        LogQuery query = LogQuery.ALL.withTail(tail).following(follow);
        LogMerge parts = logs(new LogSources.Selection(List.of(name), false), query);
        boolean process = processes.names().contains(name);
        return new LogStream(name, new LogText(parts, process && (follow || parts.size() > 1)));
    }

    @Override
    public LogMerge logs(LogSources.Selection what, LogQuery query) throws Refused {
        return logs.open(what, query, processes.names(), processes::isThere);
    }

    @Override
    public void shutdown(boolean leaveRunning, Author author) {
        requests.audit(
                author, leaveRunning ? "ended the server, processes run on" : "stopped the server and every process");
        shutdown.accept(leaveRunning);
    }

    @Override
    public List<EventView> events(long after, int most, Duration atMost) {
        try {
            events.await(after, atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return events(after, most);
    }

    @Override
    public List<EventView> events(long after, int most) {
        return events.after(after, most).stream()
                .map(e -> new EventView(
                        e.sequence(),
                        e.at(),
                        e.severity().name().toLowerCase(java.util.Locale.ROOT),
                        e.subject(),
                        e.message()))
                .toList();
    }
}
