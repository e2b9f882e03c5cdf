package dev.launcho.cli.server;

import dev.launcho.core.admin.EventView;
import dev.launcho.core.admin.LogSources;
import dev.launcho.core.admin.Operations;
import dev.launcho.core.admin.PlanView;
import dev.launcho.core.admin.Refused;
import dev.launcho.core.admin.RevisionView;
import dev.launcho.core.admin.RolloutView;
import dev.launcho.core.admin.StatusView;
import dev.launcho.core.admin.WhyView;
import dev.launcho.core.logs.LogMerge;
import dev.launcho.core.logs.LogQuery;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server's use cases without a server: what it is told is remembered. Any thread. */
public final class FakeOperations implements Operations, Audit {
    public static final Instant STARTED = Instant.parse("2026-01-01T00:00:00Z");

    private final FakeTargets targets = new FakeTargets();
    private final FakeRollouts rollouts =
            new FakeRollouts(() -> targets.current().revision());
    private final FakeSecrets secrets = new FakeSecrets();
    private final FakeResources resources;
    private final FakeLogs logs;
    private final List<EventView> events = new CopyOnWriteArrayList<>();
    private final List<Author> authors = new CopyOnWriteArrayList<>();
    private final List<String> audited = new CopyOnWriteArrayList<>();
    private volatile StatusView status =
            new StatusView("0.2.0", STARTED, 0, Instant.EPOCH, "", List.of(), List.of(), List.of());
    private volatile Runnable onShutdown = () -> {};

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

    public FakeLogs logs() {
        return logs;
    }

    public void setStatus(StatusView status) {
        this.status = status;
    }

    public List<Author> authors() {
        return authors;
    }

    public void addEvent(String severity, String subject, String message) {
        events.add(new EventView(events.size() + 1, STARTED, severity, subject, message));
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
    public Change setTarget(String file, String text, OptionalLong expected, Author author) throws Refused {
        authors.add(author);
        return targets.set(text, expected);
    }

    @Override
    public PlanView planTarget(String file, String text) {
        return targets.plan(text);
    }

    @Override
    public PlanView planSecret(String name, String value) {
        return targets.plan();
    }

    @Override
    public PlanView planRollback(OptionalLong revision) throws Refused {
        return targets.planRollback(revision);
    }

    @Override
    public Change rollback(OptionalLong revision, Author author) throws Refused {
        authors.add(author);
        return targets.rollback(revision);
    }

    @Override
    public List<RevisionView> history() {
        return targets.history();
    }

    @Override
    public RevisionText revision(long number) throws Refused {
        return targets.revision(number);
    }

    @Override
    public Change restart(String name, Author author) throws Refused {
        authors.add(author);
        if (name.equals("explode")) {
            throw new IllegalStateException("a secret detail");
        }
        if (!name.equals("web")) {
            throw new Refused(Refused.Code.NOT_FOUND, "there is no process or instance \"" + name + "\"");
        }
        return new Change(7, true, List.of(), List.of("web: 2 instances are replaced"));
    }

    @Override
    public Change pause(String process, Author author) {
        return told(process + ": its rollout stays where it is", author);
    }

    @Override
    public Change resume(String process, Author author) {
        return told(process + ": its rollout goes on", author);
    }

    @Override
    public Change clearBackoff(String process, Author author) {
        return told(process + ": the next try is made now", author);
    }

    private Change told(String notice, Author author) {
        authors.add(author);
        return new Change(target().revision(), true, List.of(notice), List.of());
    }

    @Override
    public WhyView why(String name) throws Refused {
        if (!name.equals("web")) {
            throw new Refused(Refused.Code.NOT_FOUND, "there is no process or instance \"" + name + "\"");
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
    public RolloutView rollout(long revision, int seen, Duration atMost) throws Refused {
        return rollouts.await(revision, seen, atMost);
    }

    @Override
    public List<ResourceView> resources() {
        return resources.all();
    }

    @Override
    public ResourceView storeResource(String name, InputStream bytes, Author author) throws Refused {
        authors.add(author);
        return resources.store(name, bytes);
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
        return resources.remove(id, force);
    }

    @Override
    public Collected collectResources(boolean dryRun, Author author) {
        return resources.collect(dryRun);
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
    public Change setSecret(String name, String value, Author author) {
        return new Change(target().revision(), secrets.set(name, value), List.of(), List.of());
    }

    @Override
    public Change removeSecret(String name, Author author) throws Refused {
        secrets.remove(name);
        return new Change(target().revision(), true, List.of(), List.of());
    }

    @Override
    public LogStream logs(String name, int tail, boolean follow) throws Refused {
        return logs.open(name, tail, follow);
    }

    @Override
    public LogMerge logs(LogSources.Selection what, LogQuery query) throws Refused {
        return logs.open(what, query);
    }

    /** What the end of the server does. */
    public void onShutdown(Runnable what) {
        onShutdown = what;
    }

    @Override
    public void shutdown(boolean leaveRunning, Author author) {
        onShutdown.run();
        events.add(new EventView(
                events.size() + 1, Instant.EPOCH, "info", "server", author.user() + " shutdown " + leaveRunning));
    }

    @Override
    public List<EventView> events(long after, int most) {
        return events.stream()
                .filter(event -> event.sequence() > after)
                .limit(most)
                .toList();
    }

    /** What was taken down. */
    public List<String> audited() {
        return audited;
    }

    @Override
    public void done(String what) {
        audited.add(what);
    }

    @Override
    public void suspicious(String what) {
        audited.add("suspicious: " + what);
    }

    @Override
    public List<EventView> events(long after, int most, Duration atMost) {
        return events(after, most);
    }
}
