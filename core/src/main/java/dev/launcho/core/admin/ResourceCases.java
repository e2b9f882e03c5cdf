package dev.launcho.core.admin;

import dev.launcho.core.admin.HistoryOperations.Collected;
import dev.launcho.core.admin.Operations.Author;
import dev.launcho.core.admin.Operations.ResourceView;
import dev.launcho.core.model.Event;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.reconcile.Control;
import dev.launcho.core.store.Resources;
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
record ResourceCases(Control control, Requests requests, Resources resources) {
    /** Between an upload and the secret or target that names it, nobody else shall clean up. */
    private static final Duration FRESH = Duration.ofHours(1);

    List<ResourceView> all() {
        try {
            return resources.all().stream().map(ResourceCases::view).toList();
        } catch (IOException e) {
            control.tell(Event.Severity.ERROR, "server", "resources can't be listed: " + e.getMessage());
            return List.of();
        }
    }

    private static ResourceView view(Resources.Entry entry) {
        return new ResourceView(entry.id(), entry.name(), entry.size());
    }

    ResourceView store(String name, InputStream bytes, Author author) throws Refused {
        Resources.Entry entry = requests.ask(() -> resources.store(name, bytes));
        requests.audit(author, "uploaded resource " + entry.id() + " (" + name + ")");
        requests.ask(() -> {
            control.resourceStored();
            return entry;
        });
        return view(entry);
    }

    ResourceView one(String id) throws Refused {
        return view(resources.find(id).orElseThrow(() -> unknown(id)));
    }

    private static Refused unknown(String id) {
        return new Refused(
                Refused.Code.NOT_FOUND,
                Resources.isId(id)
                        ? "there is no resource " + id + "; see `launcho resource ls`"
                        : "\"" + id + "\" is not a resource id: it has 40 hex digits, see `launcho resource ls`");
    }

    InputStream open(String id) throws Refused {
        one(id);
        try {
            return resources.open(id);
        } catch (NoSuchFileException removedMeanwhile) {
            throw unknown(id);
        } catch (IOException e) {
            throw Requests.failed(e);
        }
    }

    /** @return what it breaks, one line each; empty unless forced */
    List<String> remove(String id, boolean force, Author author) throws Refused {
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
            lines.add("--force removes it all the same");
            throw new Refused(Refused.Code.CONFLICT, lines);
        }
        if (!requests.ask(() -> resources.remove(id))) {
            throw unknown(id); // Somebody else was quicker.
        }
        requests.audit(author, "removed resource " + id + (force ? " by force" : ""));
        List<String> broken = new ArrayList<>();
        users.forEach(user -> broken.add("process " + user + " runs on, but can't be started again without it"));
        if (!revisions.isEmpty()) {
            broken.add("launcho rollback to revision " + String.join(", ", revisions) + " is not possible any more");
        }
        return broken;
    }

    /** Processes that run from it, or are to. */
    private List<String> processes(String id) {
        return control.snapshot().specs().stream()
                .filter(spec -> spec.resources().stream().anyMatch(r -> r.id().equals(id)))
                .map(ProcessSpec::name)
                .distinct()
                .sorted()
                .toList();
    }

    private List<String> revisions(String id) throws Refused {
        return requests.ask(control::history).stream()
                .filter(head -> head.resources().contains(id))
                .map(head -> Long.toString(head.number()))
                .toList();
    }

    Collected collect(boolean dryRun, Author author) throws Refused {
        Set<String> used = new HashSet<>(requests.ask(control::secrets).values());
        for (Revision.Head head : requests.ask(control::history)) {
            used.addAll(head.resources());
        }
        control.snapshot().specs().forEach(spec -> spec.resources().forEach(r -> used.add(r.id())));
        Instant old = Instant.now().minus(FRESH);
        List<ResourceView> removed = new ArrayList<>();
        List<Resources.Entry> all = requests.ask(resources::all);
        for (Resources.Entry entry : all) {
            if (!used.contains(entry.id()) && goes(entry.id(), old, dryRun)) {
                removed.add(view(entry));
            }
        }
        if (!dryRun && !removed.isEmpty()) {
            String resources = removed.size() == 1 ? " resource" : " resources";
            requests.audit(author, "removed " + removed.size() + resources + " that nothing needs");
        }
        return new Collected(removed, all.size() - removed.size());
    }

    /** Removes it, if it is old and this is no dry run; tells whether it was old. */
    private boolean goes(String id, Instant old, boolean dryRun) throws Refused {
        return dryRun ? resources.isOlder(id, old) : requests.ask(() -> resources.removeOlder(id, old));
    }
}
