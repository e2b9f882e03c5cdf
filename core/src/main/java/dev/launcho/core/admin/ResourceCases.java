package dev.launcho.core.admin;

import dev.launcho.core.admin.HistoryOperations.Collected;
import dev.launcho.core.disk.FileFailure;
import dev.launcho.core.event.ChangeAuthor;
import dev.launcho.core.event.Event;
import dev.launcho.core.event.ServerEvent;
import dev.launcho.core.event.ServerEvent.StorageFailed.Attempt;
import dev.launcho.core.event.UserAction;
import dev.launcho.core.event.UserAction.Operation;
import dev.launcho.core.intent.RequestRefused;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.ResolvedProcess;
import dev.launcho.core.model.StoredResource;
import dev.launcho.core.reconcile.ReconcilerControl;
import dev.launcho.core.store.ResourceStore;
import dev.launcho.core.store.Revision;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The use cases of resources. Thread-safe. */
record ResourceCases(ReconcilerControl control, RequestGateway requests, ResourceStore resources) {
    /** Age until which a resource is never collected: a user uploads it first, and refers to it later. */
    private static final Duration FRESH = Duration.ofHours(1);

    List<StoredResource> all() {
        try {
            return resources.all();
        } catch (IOException e) {
            control.tell(
                    Event.Severity.ERROR,
                    "server",
                    new ServerEvent.StorageFailed("resources", Attempt.LIST, FileFailure.words(e), ""));
            return List.of();
        }
    }

    StoredResource store(String name, InputStream bytes, ChangeAuthor author) throws RequestRefused {
        StoredResource entry = requests.ask(() -> resources.store(name, bytes));
        requests.audit(author, new UserAction(Operation.RESOURCE_UPLOADED, entry.id(), name, 0, true));
        control.resourceStored();
        return entry;
    }

    StoredResource one(String id) throws RequestRefused {
        return resources.find(id).orElseThrow(() -> unknown(id));
    }

    private static RequestRefused unknown(String id) {
        return new RequestRefused(
                RequestRefused.Code.NOT_FOUND,
                ResourceStore.isId(id)
                        ? "there is no resource " + id + "; see `launcho resource ls`"
                        : "\"" + id + "\" is not a resource id: it has 40 hex digits, see `launcho resource ls`");
    }

    InputStream open(String id) throws RequestRefused {
        one(id);
        try {
            return resources.open(id);
        } catch (NoSuchFileException removedMeanwhile) {
            throw unknown(id);
        } catch (IOException e) {
            throw RequestGateway.failed(e);
        }
    }

    /** @return the consequences, one line each; empty unless forced */
    List<String> remove(String id, boolean force, ChangeAuthor author) throws RequestRefused {
        one(id);
        List<String> users = processes(id);
        List<String> revisions = revisions(id);
        if (!force && !(users.isEmpty() && revisions.isEmpty())) {
            List<String> lines = new ArrayList<>();
            if (users.isEmpty()) {
                lines.add("resource " + id + " is needed to go back to revision " + String.join(", ", revisions));
            } else {
                lines.add("resource " + id + " is in use by " + String.join(", ", users));
                if (!revisions.isEmpty()) {
                    lines.add("and needed to go back to revision " + String.join(", ", revisions));
                }
            }
            lines.add("--force removes it anyway");
            throw new RequestRefused(RequestRefused.Code.CONFLICT, lines);
        }
        if (!requests.ask(() -> resources.remove(id))) {
            throw unknown(id); // Another request has removed it meanwhile.
        }
        requests.audit(author, UserAction.of(Operation.RESOURCE_REMOVED, id).made(0, force));
        List<String> broken = new ArrayList<>();
        users.forEach(user -> broken.add("process " + user + " keeps running, but can't be started again without it"));
        if (!revisions.isEmpty()) {
            broken.add("launcho rollback to revision " + String.join(", ", revisions) + " is not possible any more");
        }
        return broken;
    }

    /** Returns the processes that run with a resource, or will. */
    private List<String> processes(String id) {
        return control.snapshot().specs().stream()
                .map(ResolvedProcess::spec)
                .filter(spec -> spec.resources().stream().anyMatch(r -> r.id().equals(id)))
                .map(ProcessSpec::name)
                .distinct()
                .sorted()
                .toList();
    }

    private List<String> revisions(String id) throws RequestRefused {
        return requests.ask(control::history).stream()
                .filter(head -> head.resources().contains(id))
                .map(head -> Long.toString(head.number()))
                .toList();
    }

    Collected collect(boolean dryRun, ChangeAuthor author) throws RequestRefused {
        Set<String> used = new HashSet<>(requests.ask(control::secrets).values());
        for (Revision.Head head : requests.ask(control::history)) {
            used.addAll(head.resources());
        }
        control.snapshot().specs().forEach(process -> process.spec().resources().forEach(r -> used.add(r.id())));
        Instant old = Instant.now().minus(FRESH);
        List<StoredResource> removed = new ArrayList<>();
        List<StoredResource> all = requests.ask(resources::all);
        try {
            for (StoredResource entry : all) {
                if (!used.contains(entry.id()) && goes(entry.id(), old, dryRun)) {
                    removed.add(entry);
                }
            }
        } catch (IOException e) {
            throw removed.isEmpty() ? RequestGateway.failed(e) : stopped(e, removed.size());
        } finally {
            if (!dryRun && !removed.isEmpty()) {
                requests.audit(author, UserAction.of(Operation.RESOURCES_COLLECTED, String.valueOf(removed.size())));
            }
        }
        return new Collected(removed, all.size() - removed.size());
    }

    private static String counted(int resources) {
        return resources + (resources == 1 ? " resource" : " resources");
    }

    private static RequestRefused stopped(IOException e, int removed) {
        return new RequestRefused(
                RequestRefused.Code.FAILED,
                List.of(
                        "the server removed " + counted(removed) + ", and then could not remove the next one: "
                                + RequestGateway.words(e),
                        "`launcho resource ls` shows what is left"));
    }

    /** Removes a resource if it is old, but not in a dry run. Returns whether it is, or would be, removed. */
    private boolean goes(String id, Instant old, boolean dryRun) throws IOException {
        return dryRun ? resources.isOlder(id, old) : resources.removeOlder(id, old);
    }
}
