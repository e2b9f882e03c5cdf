package dev.launcho.cli.server;

import dev.launcho.core.admin.AdminOperations;
import dev.launcho.core.admin.LogSources;
import dev.launcho.core.admin.RevisionView;
import dev.launcho.core.admin.StatusView;
import dev.launcho.core.admin.WhyView;
import dev.launcho.core.event.AffectedSubject;
import dev.launcho.core.event.ChangeAuthor;
import dev.launcho.core.event.ChangeResult;
import dev.launcho.core.event.Event;
import dev.launcho.core.event.EventSentence;
import dev.launcho.core.event.RolloutProgress;
import dev.launcho.core.event.ServerEvent;
import dev.launcho.core.intent.ChangePreview;
import dev.launcho.core.intent.RequestRefused;
import dev.launcho.core.logs.LogBudget;
import dev.launcho.core.logs.LogMerge;
import dev.launcho.core.logs.LogQuery;
import dev.launcho.core.model.SecretVisibility;
import dev.launcho.core.model.StoredResource;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server's use cases without a server: what it is told is remembered. Any thread. */
public final class FakeOperations implements AdminOperations, AuditLog {
    public static final Instant STARTED = Instant.parse("2026-01-01T00:00:00Z");

    private final FakeTargets targets = new FakeTargets();
    private final FakeRollouts rollouts =
            new FakeRollouts(() -> targets.current().revision());
    private final FakeSecrets secrets = new FakeSecrets();
    private final FakeResources resources;
    private final FakeLogs logs;
    private final FakeReceivers receivers = new FakeReceivers();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<ChangeAuthor> authors = new CopyOnWriteArrayList<>();
    private final List<SecretVisibility> clearances = new CopyOnWriteArrayList<>();
    private final List<String> audited = new CopyOnWriteArrayList<>();
    private volatile StatusView status =
            new StatusView("0.2.0", STARTED, 0, Instant.EPOCH, "", List.of(), List.of(), List.of());
    private volatile Runnable onShutdown = () -> {};
    private volatile List<AffectedSubject> secretSubjects = List.of();
    private volatile Hook onChange = () -> {};
    private volatile Hook onPlan = () -> {};
    private volatile Pause onRecord = () -> {};

    /** What happens before an operation. */
    public interface Hook {
        void run() throws RequestRefused;
    }

    /** What a slow disk does. */
    public interface Pause {
        void run() throws InterruptedException;
    }

    /** @param storage where resources go */
    public FakeOperations(Path storage) {
        this.resources = new FakeResources(storage);
        this.logs = new FakeLogs(storage.resolve("logs"));
    }

    public FakeTargets targets() {
        return targets;
    }

    public FakeRollouts rollouts() {
        return rollouts;
    }

    public FakeReceivers receivers() {
        return receivers;
    }

    public FakeLogs logs() {
        return logs;
    }

    public void setStatus(StatusView status) {
        this.status = status;
    }

    /** What a secret with another value affects. */
    public void setSecretSubjects(AffectedSubject... affected) {
        secretSubjects = List.of(affected);
    }

    public List<ChangeAuthor> authors() {
        return authors;
    }

    /** With which clearance logs were read. */
    public List<SecretVisibility> clearances() {
        return clearances;
    }

    /** @param hook runs before each change */
    public void onChange(Hook hook) {
        onChange = hook;
    }

    /** @param hook runs before each plan */
    public void onPlan(Hook hook) {
        onPlan = hook;
    }

    /** @param pause runs before each record of who did what */
    public void onRecord(Pause pause) {
        onRecord = pause;
    }

    private void changing(ChangeAuthor author) throws RequestRefused {
        onChange.run();
        authors.add(author);
    }

    public void addEvent(String subject, String message) {
        addEvent(events.size() + 1, subject, message);
    }

    public void addEvent(long sequence, String subject, String message) {
        events.add(new Event(sequence, STARTED, Event.Severity.INFO, subject, message));
    }

    /** From now on this text is a secret. */
    public void hide(String secret) {
        events.replaceAll(event -> new Event(
                event.sequence(),
                event.at(),
                event.severity(),
                event.subject(),
                event.message().replace(secret, "***")));
    }

    @Override
    public StatusView status(boolean all) {
        return status;
    }

    @Override
    public TargetText target() {
        return targets.current();
    }

    @Override
    public ChangeResult setTarget(String file, String text, OptionalLong expected, ChangeAuthor author)
            throws RequestRefused {
        changing(author);
        return targets.set(text, expected);
    }

    @Override
    public ChangePreview planTarget(String file, String text, SecretVisibility clearance) throws RequestRefused {
        onPlan.run();
        return targets.plan(text);
    }

    @Override
    public ChangePreview planSecret(String name, String value) throws RequestRefused {
        onPlan.run();
        return secrets.has(name, value) ? targets.nothing() : targets.plan();
    }

    @Override
    public ChangePreview planRollback(OptionalLong revision, SecretVisibility clearance) throws RequestRefused {
        onPlan.run();
        return targets.planRollback(revision);
    }

    @Override
    public ChangeResult rollback(OptionalLong revision, OptionalLong expected, ChangeAuthor author)
            throws RequestRefused {
        changing(author);
        return targets.rollback(revision, expected);
    }

    @Override
    public List<RevisionView> history() {
        return targets.history();
    }

    @Override
    public RevisionText revision(long number) throws RequestRefused {
        return targets.revision(number);
    }

    @Override
    public ChangeResult restart(String name, ChangeAuthor author) throws RequestRefused {
        changing(author);
        if (name.equals("explode")) {
            throw new IllegalStateException("a secret detail");
        }
        if (!name.equals("web")) {
            throw new RequestRefused(RequestRefused.Code.NOT_FOUND, "there is no process or instance \"" + name + "\"");
        }
        return new ChangeResult(
                7,
                true,
                List.of(new AffectedSubject(
                        AffectedSubject.Kind.PROCESS, "web", "replaced", "2 instances are replaced")),
                List.of());
    }

    @Override
    public ChangeResult pause(String process, ChangeAuthor author) throws RequestRefused {
        return told(process + ": its rollouts are paused", author);
    }

    @Override
    public ChangeResult resume(String process, ChangeAuthor author) throws RequestRefused {
        return told(process + ": its rollouts continue", author);
    }

    @Override
    public ChangeResult clearBackoff(String process, ChangeAuthor author) throws RequestRefused {
        return told(process + ": the next try is made now", author);
    }

    private ChangeResult told(String notice, ChangeAuthor author) throws RequestRefused {
        changing(author);
        return new ChangeResult(target().revision(), true, List.of(), List.of(notice));
    }

    @Override
    public WhyView why(String name) throws RequestRefused {
        if (!name.equals("web")) {
            throw new RequestRefused(RequestRefused.Code.NOT_FOUND, "there is no process or instance \"" + name + "\"");
        }
        return new WhyView(
                "web",
                "backoff",
                "under way: 0 of 1 ready",
                List.of("secret KEY is not set"),
                "try 3 at 2026-01-01T00:00:09Z",
                List.of(new WhyView.Instance(
                        "calm-otter-2",
                        "starting",
                        2,
                        List.of(new WhyView.Probe(STARTED, false, "GET /health: 404 Not Found", 1.25, 3)))),
                List.of(new StatusView.Ended("web", "calm-otter-1", STARTED, "exit 1")),
                "calm-otter-2",
                List.of("listening"),
                List.of("it has no /health"),
                List.of());
    }

    @Override
    public RolloutProgress rollout(long revision, int seen, Duration atMost) throws RequestRefused {
        return rollouts.await(revision, seen, atMost);
    }

    @Override
    public List<StoredResource> resources() {
        return resources.all();
    }

    @Override
    public StoredResource storeResource(String name, InputStream bytes, ChangeAuthor author) throws RequestRefused {
        changing(author);
        return resources.store(name, bytes);
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
        return resources.remove(id, force);
    }

    @Override
    public Collected collectResources(boolean dryRun, ChangeAuthor author) {
        return resources.collect(dryRun);
    }

    @Override
    public List<String> secretNames() {
        return secrets.names();
    }

    @Override
    public String secret(String name) throws RequestRefused {
        return secrets.value(name);
    }

    @Override
    public ChangeResult setSecret(String name, String value, OptionalLong expected, ChangeAuthor author)
            throws RequestRefused {
        changing(author);
        targets.check(expected);
        return new ChangeResult(target().revision(), secrets.set(name, value), secretSubjects, List.of());
    }

    @Override
    public ChangeResult removeSecret(String name, OptionalLong expected, ChangeAuthor author) throws RequestRefused {
        changing(author);
        targets.check(expected);
        secrets.remove(name);
        return new ChangeResult(target().revision(), true, List.of(), List.of());
    }

    @Override
    public LogStream logs(String name, int tail, boolean follow, SecretVisibility clearance, LogBudget budget)
            throws RequestRefused {
        clearances.add(clearance);
        return logs.open(name, tail, follow);
    }

    @Override
    public LogMerge logs(LogSources.Selection what, LogQuery query, SecretVisibility clearance, LogBudget budget)
            throws RequestRefused {
        clearances.add(clearance);
        return logs.open(what, query, budget);
    }

    /** What the end of the server does. */
    public void onShutdown(Runnable what) {
        onShutdown = what;
    }

    @Override
    public void shutdown(boolean leaveRunning, ChangeAuthor author) {
        onShutdown.run();
        events.add(new Event(
                events.size() + 1,
                Instant.EPOCH,
                Event.Severity.INFO,
                "server",
                author.user() + " shutdown " + leaveRunning));
    }

    @Override
    public List<Event> events(long after, int most) {
        List<Event> all =
                events.stream().filter(event -> event.sequence() > after).toList();
        return all.subList(Math.max(0, all.size() - most), all.size());
    }

    /** What was taken down. */
    public List<String> audited() {
        return audited;
    }

    @Override
    public void done(ServerEvent.Acted fact) {
        try {
            onRecord.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        audited.add(EventSentence.of(fact));
    }

    @Override
    public void suspicious(ServerEvent fact) {
        audited.add("suspicious: " + EventSentence.of(fact));
    }

    @Override
    public List<Event> events(long after, int most, Duration atMost) {
        return events(after, most);
    }
}
