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
import dev.launcho.core.logs.BadPattern;
import dev.launcho.core.logs.LogMerge;
import dev.launcho.core.logs.LogQuery;
import dev.launcho.core.logs.LogSpool;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.RolloutOutcome;
import dev.launcho.core.model.RolloutStep;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server's use cases without a server: targets that hold {@code bad} are refused, the rest is remembered. Any thread. */
public final class FakeOperations implements Operations, Audit {
    public static final Instant STARTED = Instant.parse("2026-01-01T00:00:00Z");

    private final Path storage;
    private final Map<String, ResourceView> resources = new ConcurrentHashMap<>();
    private final Map<String, String> secrets = new ConcurrentSkipListMap<>();
    private final List<EventView> events = new CopyOnWriteArrayList<>();
    private final List<Author> authors = new CopyOnWriteArrayList<>();
    private final List<String> audited = new CopyOnWriteArrayList<>();
    private final List<RolloutStep> steps = new ArrayList<>();
    private volatile StatusView status;
    private volatile TargetText target = new TargetText(0, "# none\n");
    private volatile LogStream log = new LogStream("web", new ByteArrayInputStream(new byte[0]));
    private volatile PlanView plan = new PlanView(0, 1, List.of(), List.of(), List.of());
    private volatile List<RevisionView> history = List.of(new RevisionView(
            1,
            true,
            STARTED,
            "ana@laptop",
            "127.0.0.1",
            "first",
            "",
            RolloutOutcome.LIVE,
            STARTED,
            "revision 1 live in 0.1s",
            List.of(),
            Map.of("DATABASE_URL", "91ab07cd"),
            List.of()));
    private volatile String logRequest = "";
    private volatile Runnable onShutdown = () -> {};
    private int waiting;
    private RolloutView end = new RolloutView(1, List.of(), RolloutOutcome.LIVE, "revision 1 live in 0.1s", List.of());

    /** @param storage where resources go */
    public FakeOperations(Path storage) {
        this.storage = storage;
        this.status = new StatusView("0.2.0", STARTED, 0, Instant.EPOCH, "", List.of(), List.of(), List.of());
    }

    public void setStatus(StatusView status) {
        this.status = status;
    }

    public void setLog(LogStream log) {
        this.log = log;
    }

    /** {@code name tail follow} of the last request for a log. */
    public String logRequest() {
        return logRequest;
    }

    public List<Author> authors() {
        return authors;
    }

    public void addEvent(String severity, String subject, String message) {
        events.add(new EventView(events.size() + 1, STARTED, severity, subject, message));
    }

    public synchronized void addStep(String process, String message) {
        steps.add(new RolloutStep(STARTED, process, message));
        notifyAll();
    }

    /** Until then (and after {@link #setRunning}) rollouts go on. */
    public synchronized void endRollout(RolloutOutcome outcome, String summary, String... causes) {
        end = new RolloutView(target.revision(), List.of(), outcome, summary, List.of(causes));
        notifyAll();
    }

    /** Whether somebody waits for a step now. */
    public synchronized boolean followed() {
        return waiting > 0;
    }

    public synchronized void setRunning() {
        end = new RolloutView(target.revision(), List.of(), RolloutOutcome.RUNNING, "", List.of());
    }

    @Override
    public StatusView status(boolean all) {
        return status;
    }

    @Override
    public TargetText target() {
        return target;
    }

    @Override
    public Change setTarget(String file, String text, OptionalLong expected, Author author) throws Refused {
        authors.add(author);
        if (expected.isPresent() && expected.getAsLong() != target.revision()) {
            throw new Refused(Refused.Code.CONFLICT, "the target is at revision " + target.revision() + " now");
        }
        if (text.contains("bad")) {
            throw new Refused(Refused.Code.INVALID, List.of("target:1:1: it is bad", "target:2:1: it is worse"));
        }
        if (text.equals(target.text())) {
            return new Change(target.revision(), false, List.of(), List.of());
        }
        target = new TargetText(target.revision() + 1, text);
        return new Change(
                target.revision(), true, List.of("process web waits for secret X"), List.of("web: 1 started"));
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
        return new Change(target.revision(), true, List.of(notice), List.of());
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
    public synchronized RolloutView rollout(long revision, int seen, Duration atMost) throws Refused {
        if (revision == 404) {
            throw new Refused(Refused.Code.NOT_FOUND, "there is no revision 404");
        }
        long deadline = System.nanoTime() + atMost.toNanos();
        waiting += atMost.isZero() ? 0 : 1;
        while (steps.size() <= seen && end.outcome() == RolloutOutcome.RUNNING) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                break;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        waiting -= atMost.isZero() ? 0 : 1;
        List<RolloutStep> fresh = steps.subList(Math.min(seen, steps.size()), steps.size());
        return new RolloutView(revision, List.copyOf(fresh), end.outcome(), end.summary(), end.causes());
    }

    @Override
    public List<ResourceView> resources() {
        return List.copyOf(new TreeMap<>(resources).values());
    }

    @Override
    public ResourceView storeResource(String name, InputStream bytes, Author author) throws Refused {
        authors.add(author);
        try {
            Path file = Files.createTempFile(storage, "resource", "");
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            long size = 0;
            byte[] buffer = new byte[64 * 1024];
            try (OutputStream out = Files.newOutputStream(file)) {
                for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
                    if (name.equals("full-disk")) {
                        throw new Refused(Refused.Code.FAILED, "no space left on the device");
                    }
                    digest.update(buffer, 0, count);
                    out.write(buffer, 0, count);
                    size += count;
                }
            }
            String id = HexFormat.of().formatHex(digest.digest()).substring(0, 40);
            Files.move(file, storage.resolve(id), StandardCopyOption.REPLACE_EXISTING);
            ResourceView view = new ResourceView(id, name, size);
            resources.put(id, view);
            return view;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public ResourceView resource(String id) throws Refused {
        ResourceView view = resources.get(id);
        if (view == null) {
            throw new Refused(Refused.Code.NOT_FOUND, "there is no resource " + id);
        }
        return view;
    }

    @Override
    public InputStream openResource(String id) throws Refused {
        try {
            return Files.newInputStream(storage.resolve(resource(id).id()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> removeResource(String id, boolean force, Author author) throws Refused {
        boolean used = resource(id).name().equals("used");
        if (used && !force) {
            throw new Refused(Refused.Code.CONFLICT, id + " is used by process \"web\"");
        }
        resources.remove(id);
        return used ? List.of("process web runs on, but can't be started again without it") : List.of();
    }

    @Override
    public Collected collectResources(boolean dryRun, Author author) {
        List<ResourceView> unused =
                resources().stream().filter(r -> !r.name().equals("used")).toList();
        if (!dryRun) {
            unused.forEach(r -> resources.remove(r.id()));
        }
        return new Collected(unused, resources.size() - (dryRun ? unused.size() : 0));
    }

    /** What the next plans say; a plan of the text that is set says that nothing changes. */
    public void setPlan(PlanView plan) {
        this.plan = plan;
    }

    @Override
    public PlanView planTarget(String file, String text) {
        long now = target.revision();
        return text.equals(target.text())
                ? new PlanView(now, now, List.of(), List.of(), List.of())
                : new PlanView(now, now + 1, plan.processes(), plan.services(), plan.notices());
    }

    @Override
    public PlanView planSecret(String name, String value) {
        return plan;
    }

    @Override
    public PlanView planRollback(OptionalLong revision) throws Refused {
        number(revision.orElse(1));
        return plan;
    }

    @Override
    public Change rollback(OptionalLong revision, Author author) throws Refused {
        authors.add(author);
        number(revision.orElse(1));
        return new Change(target.revision() + 1, true, List.of(), List.of("web: 1 instance replaced"));
    }

    /** @param revisions newest first */
    public void setHistory(List<RevisionView> revisions) {
        history = revisions;
    }

    @Override
    public List<RevisionView> history() {
        return history;
    }

    @Override
    public RevisionText revision(long number) throws Refused {
        return new RevisionText(number(number), "# revision " + number + "\n");
    }

    private RevisionView number(long number) throws Refused {
        return history.stream()
                .filter(r -> r.revision() == number)
                .findFirst()
                .orElseThrow(() -> new Refused(Refused.Code.NOT_FOUND, "there is no revision " + number));
    }

    @Override
    public List<String> secretNames() {
        return List.copyOf(secrets.keySet());
    }

    @Override
    public String secret(String name) throws Refused {
        String value = secrets.get(name);
        if (value == null) {
            throw new Refused(Refused.Code.NOT_FOUND, "there is no secret \"" + name + "\"");
        }
        return value;
    }

    @Override
    public Change setSecret(String name, String value, Author author) {
        boolean changed = !value.equals(secrets.put(name, value));
        return new Change(target.revision(), changed, List.of(), List.of());
    }

    @Override
    public Change removeSecret(String name, Author author) throws Refused {
        secret(name);
        secrets.remove(name);
        return new Change(target.revision(), true, List.of(), List.of());
    }

    @Override
    public LogStream logs(String name, int tail, boolean follow) throws Refused {
        logRequest = name + " " + tail + " " + follow;
        if (name.equals("nobody")) {
            throw new Refused(Refused.Code.NOT_FOUND, "there is no process or instance \"nobody\"");
        }
        return log;
    }

    @Override
    public LogMerge logs(LogSources.Selection what, LogQuery query) throws Refused {
        logRequest = String.join(" ", what.names()) + " " + query.tail() + " " + query.follow();
        if (what.names().contains("nobody")) {
            throw new Refused(Refused.Code.NOT_FOUND, "there is no process or instance \"nobody\"");
        }
        try {
            return new LogMerge(new LogSpool(storage.resolve("logs")), what.names(), List.of(), query, id -> false);
        } catch (BadPattern e) {
            throw new Refused(Refused.Code.INVALID, e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds to the log of an instance, for {@code GET /v1/logs}. */
    public void write(String process, String instance, String text) throws IOException {
        Path file = new LogSpool(storage.resolve("logs")).file(process, new InstanceId(instance));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
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

    /** As log text. */
    public static LogStream text(String text) {
        return new LogStream("web", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
