package dev.launcho.core.admin;

import dev.launcho.core.model.Event;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.reconcile.Changed;
import dev.launcho.core.reconcile.Control;
import dev.launcho.core.reconcile.RolloutLog;
import dev.launcho.core.reconcile.Snapshot;
import dev.launcho.core.reconcile.Unfit;
import dev.launcho.core.store.EventLog;
import dev.launcho.core.store.Resources;
import dev.launcho.core.target.TargetReader;
import dev.launcho.core.target.TargetReading;
import dev.launcho.core.target.Template;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The use cases, on a running reconciler. Thread-safe. */
public final class ServerOperations implements Operations {
    private static final int EVENTS_IN_STATUS = 10;

    private final Control control;
    private final Resources resources;
    private final EventLog events;
    private final LogSources logs;
    private final String version;
    private final String defaultTarget;
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
            String version,
            String defaultTarget,
            Consumer<Boolean> shutdown) {
        this.control = control;
        this.resources = resources;
        this.events = events;
        this.logs = logs;
        this.version = version;
        this.defaultTarget = defaultTarget;
        this.shutdown = shutdown;
    }

    @Override
    public StatusView status() {
        Snapshot s = control.snapshot();
        long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        StatusReport report = new StatusReport(s, control.balancer().counters(), Instant.now(), now, control.host());
        return new StatusView(
                version,
                startedAt,
                s.intent().revision(),
                s.intent().at(),
                s.intent().by(),
                report.processes(),
                report.services(),
                events(0, EVENTS_IN_STATUS));
    }

    @Override
    public TargetText target() {
        Snapshot s = control.snapshot();
        String text = s.intent().text();
        return new TargetText(s.intent().revision(), text.isEmpty() ? defaultTarget : text);
    }

    @Override
    public Change setTarget(String file, String text, Author author) throws Refused {
        TargetReading reading = TargetReader.read(file, text);
        if (!reading.valid()) {
            List<String> lines = new ArrayList<>();
            reading.problems().forEach(p -> lines.add(p.toString()));
            throw new Refused(Refused.Code.INVALID, lines);
        }
        Change set = change(() -> control.target(reading, text, author.user(), author.from()));
        Change change = with(limitNotices(reading), set);
        audit(author, change.changed() ? "set the target, revision " + change.revision() : "set the same target");
        return change;
    }

    private List<String> limitNotices(TargetReading reading) {
        List<String> notices = new ArrayList<>();
        for (ProcessSpec p : reading.target().processes()) {
            control.host().unenforced(p.limits()).forEach(n -> notices.add("process \"" + p.name() + "\": " + n));
        }
        return notices;
    }

    private static Change with(List<String> more, Change change) {
        List<String> notices = new ArrayList<>(change.notices());
        notices.addAll(more);
        return new Change(change.revision(), change.changed(), notices, change.affected());
    }

    private void audit(Author author, String what) {
        control.tell(Event.Severity.INFO, "server", author.user() + " at " + author.from() + " " + what);
    }

    private interface Asking {
        Changed ask() throws IOException;
    }

    private static Change change(Asking asking) throws Refused {
        try {
            Changed changed = asking.ask();
            return new Change(changed.revision(), changed.changed(), changed.notices(), changed.affected());
        } catch (Unfit e) {
            throw new Refused(Refused.Code.INVALID, e.lines());
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static Refused failed(IOException e) {
        return new Refused(
                Refused.Code.FAILED,
                "the server could not write or read its state: " + e.getMessage()
                        + "; nothing was changed, what runs goes on");
    }

    @Override
    public Change restart(String name, Author author) throws Refused {
        Snapshot s = control.snapshot();
        boolean process = s.intent().target().process(name).isPresent();
        Change change;
        if (process) {
            change = change(() -> control.restartProcess(name));
        } else {
            Instance instance = instance(s, name);
            change = change(() -> control.restartInstance(instance));
        }
        audit(author, "restarted " + name);
        return change;
    }

    private static Instance instance(Snapshot s, String name) throws Refused {
        List<Instance> matching = s.states().values().stream()
                .flatMap(p -> p.instances().stream())
                .filter(i -> i.id().name().startsWith(name) && !name.isEmpty())
                .toList();
        Optional<Instance> exact =
                matching.stream().filter(i -> i.id().name().equals(name)).findFirst();
        if (exact.isPresent() || matching.size() == 1) {
            return exact.orElseGet(() -> matching.get(0));
        }
        List<String> known = matching.isEmpty()
                ? s.states().keySet().stream().sorted().toList()
                : matching.stream().map(i -> i.id().name()).toList();
        throw new Refused(
                Refused.Code.NOT_FOUND,
                (matching.isEmpty() ? "there is no process or instance \"" : "more than one instance begins with \"")
                        + name + "\"; there are: " + (known.isEmpty() ? "none" : String.join(", ", known)));
    }

    @Override
    public RolloutView rollout(long revision, int seen, Duration atMost) throws Refused {
        try {
            RolloutLog.Rollout r = control.rollouts()
                    .await(revision, seen, atMost)
                    .orElseThrow(() -> new Refused(
                            Refused.Code.NOT_FOUND,
                            "nothing is known of a rollout of revision " + revision + " since the server started"));
            int from = Math.min(Math.max(0, seen), r.steps().size());
            return new RolloutView(
                    r.revision(), r.steps().subList(from, r.steps().size()), r.outcome(), r.summary(), r.causes());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused(Refused.Code.FAILED, "the server is stopping");
        }
    }

    @Override
    public List<ResourceView> resources() {
        try {
            return resources.all().stream().map(ServerOperations::view).toList();
        } catch (IOException e) {
            control.tell(Event.Severity.ERROR, "server", "resources can't be listed: " + e.getMessage());
            return List.of();
        }
    }

    private static ResourceView view(Resources.Entry entry) {
        return new ResourceView(entry.id(), entry.name(), entry.size());
    }

    @Override
    public ResourceView storeResource(String name, InputStream bytes, Author author) throws Refused {
        try {
            Resources.Entry entry = resources.store(name, bytes);
            audit(author, "uploaded resource " + entry.id() + " (" + name + ")");
            control.resourceStored();
            return view(entry);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public ResourceView resource(String id) throws Refused {
        return view(resources.find(id).orElseThrow(() -> noResource(id)));
    }

    private static Refused noResource(String id) {
        return new Refused(
                Refused.Code.NOT_FOUND,
                Resources.isId(id)
                        ? "there is no resource " + id + "; see `launcho resource ls`"
                        : "\"" + id + "\" is not a resource id: it has 40 hex digits, see `launcho resource ls`");
    }

    @Override
    public InputStream openResource(String id) throws Refused {
        resource(id);
        try {
            return resources.open(id);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void removeResource(String id, Author author) throws Refused {
        resource(id);
        List<String> users = control.snapshot().specs().stream()
                .filter(spec -> spec.resources().stream().anyMatch(r -> r.id().equals(id)))
                .map(ProcessSpec::name)
                .distinct()
                .sorted()
                .toList();
        if (!users.isEmpty()) {
            throw new Refused(Refused.Code.CONFLICT, "resource " + id + " is in use by " + String.join(", ", users));
        }
        try {
            resources.remove(id);
            audit(author, "removed resource " + id);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public List<String> secretNames() {
        try {
            return control.secrets().keySet().stream().sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    @Override
    public String secret(String name) throws Refused {
        try {
            Map<String, String> all = control.secrets();
            if (!all.containsKey(name)) {
                throw noSecret(name, all);
            }
            return all.get(name);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static Refused noSecret(String name, Map<String, String> all) {
        String known = all.isEmpty() ? "none" : String.join(", ", all.keySet());
        return new Refused(Refused.Code.NOT_FOUND, "there is no secret \"" + name + "\"; there are: " + known);
    }

    @Override
    public Change setSecret(String name, String value, Author author) throws Refused {
        if (!Template.isName(name)) {
            throw new Refused(
                    Refused.Code.INVALID,
                    "\"" + name + "\" can't be the name of a secret: letters, digits, _ . and - are allowed");
        }
        if (value.indexOf('\0') >= 0) {
            throw new Refused(Refused.Code.INVALID, "the value of " + name + " has a NUL character");
        }
        Change change = change(() -> control.secret(name, value, author.user(), author.from()));
        audit(author, change.changed() ? "set secret " + name : "set secret " + name + " to the value it had");
        return change;
    }

    @Override
    public Change removeSecret(String name, Author author) throws Refused {
        secret(name);
        Snapshot s = control.snapshot();
        List<String> users =
                TargetReader.read("target", s.intent().text()).references().users(name);
        if (!users.isEmpty()) {
            throw new Refused(
                    Refused.Code.CONFLICT,
                    "secret " + name + " is used by " + String.join(", ", users) + "; take it out of the target first");
        }
        try {
            if (!control.removeSecret(name)) {
                throw new Refused(
                        Refused.Code.CONFLICT,
                        "secret " + name + " is also in launcho-config.yaml on the server; remove it there");
            }
        } catch (IOException e) {
            throw failed(e);
        }
        audit(author, "removed secret " + name);
        return new Change(s.intent().revision(), true, List.of(), List.of());
    }

    @Override
    public LogStream logs(String name, int tail, boolean follow) throws Refused {
        Snapshot s = control.snapshot();
        List<String> processes = new ArrayList<>(s.states().keySet());
        s.intent().target().processes().forEach(p -> processes.add(p.name()));
        return logs.open(name, processes, tail, follow, this::running);
    }

    private boolean running(InstanceId id) {
        return control.snapshot().states().values().stream()
                .anyMatch(p -> p.instance(id).isPresent());
    }

    @Override
    public void shutdown(boolean leaveRunning, Author author) {
        audit(author, leaveRunning ? "ended the server, processes run on" : "stopped the server and every process");
        shutdown.accept(leaveRunning);
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
