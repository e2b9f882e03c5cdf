package dev.launcho.core.intent;

import dev.launcho.core.event.AffectedSubject;
import dev.launcho.core.event.FieldChange;
import dev.launcho.core.intent.PlannedChange.Effect;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.ServiceSpec;
import dev.launcho.core.model.Version;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The changes that a new intent makes, for its author. Pure.
 *
 * @param processes touched processes, in the order of the target, removed ones last
 * @param services touched services, in the order of the target, removed ones last
 */
public record ChangeSummary(List<PlannedChange> processes, List<PlannedChange> services) {
    public ChangeSummary {
        processes = List.copyOf(processes);
        services = List.copyOf(services);
    }

    /** @param why the cause to show for a process of which no key differs */
    public static ChangeSummary between(Intent before, Intent after, String why) {
        List<PlannedChange> processes = new ArrayList<>();
        after.processes()
                .forEach((name, next) -> before.process(name)
                        .map(old -> changed(name, old, next, why))
                        .orElseGet(() -> Optional.of(added(name, next)))
                        .ifPresent(processes::add));
        before.processes().forEach((name, old) -> {
            if (after.process(name).isEmpty()) {
                processes.add(new PlannedChange(
                        name,
                        Effect.REMOVED,
                        !old.template().receives().isEmpty() ? "removed, its connections drain" : "removed",
                        List.of(),
                        ""));
            }
        });
        return new ChangeSummary(processes, services(before, after));
    }

    /** Returns the same changes, with another cause for the processes of which no key differs. */
    public ChangeSummary because(String why) {
        List<PlannedChange> all = processes.stream()
                .map(p -> p.fields().isEmpty() && !p.causes().isEmpty()
                        ? new PlannedChange(p.name(), p.effect(), p.how(), List.of(), why)
                        : p)
                .toList();
        return new ChangeSummary(all, services);
    }

    /** @param again processes that were given up and are tried again, even if no key differs, with the former cause */
    public ChangeSummary with(Map<String, String> again) {
        List<PlannedChange> all = new ArrayList<>(processes);
        again.forEach((name, cause) -> {
            if (!touched().contains(name)) {
                String before = cause.isEmpty() ? "failed before" : "failed before: " + cause;
                all.add(new PlannedChange(name, Effect.REPLACED, "tried again", List.of(), before));
            }
        });
        return new ChangeSummary(all, services);
    }

    public boolean isEmpty() {
        return processes.isEmpty() && services.isEmpty();
    }

    /** Returns the names of touched processes. */
    public Set<String> touched() {
        Set<String> names = new LinkedHashSet<>();
        processes.forEach(change -> names.add(change.name()));
        return names;
    }

    public Set<String> touchedServices() {
        Set<String> names = new LinkedHashSet<>();
        services.forEach(change -> names.add(change.name()));
        return names;
    }

    public List<AffectedSubject> subjects() {
        List<AffectedSubject> subjects = new ArrayList<>();
        processes.forEach(change -> subjects.add(change.subject(AffectedSubject.Kind.PROCESS)));
        services.forEach(change -> subjects.add(change.subject(AffectedSubject.Kind.SERVICE)));
        return subjects;
    }

    private static PlannedChange added(String name, Intent.Process next) {
        return next.version().equals(Version.NONE)
                ? new PlannedChange(name, Effect.WAITING, "new, waits: " + waits(next), List.of(), "")
                : new PlannedChange(
                        name, Effect.ADDED, "new, " + instances(next.template().policy()), List.of(), "");
    }

    private static Optional<PlannedChange> changed(String name, Intent.Process old, Intent.Process next, String why) {
        List<FieldChange> fields = fields(old, next);
        if (next.version().equals(Version.NONE)) {
            boolean same = old.version().equals(Version.NONE)
                    && old.waits().equals(next.waits())
                    && old.template().equals(next.template());
            return same
                    ? Optional.empty()
                    : Optional.of(new PlannedChange(
                            name,
                            Effect.WAITING,
                            "waits: " + waits(next) + "; its instances keep running",
                            fields,
                            ""));
        }
        Policy policy = next.template().policy();
        if (old.version().equals(Version.NONE)) {
            return Optional.of(
                    new PlannedChange(name, Effect.RELEASED, "no longer waits, " + instances(policy), fields, ""));
        }
        if (!old.version().equals(next.version())) {
            return Optional.of(
                    new PlannedChange(name, Effect.REPLACED, replaced(policy), fields, fields.isEmpty() ? why : ""));
        }
        // Shown even if a secret has the value that is written now: a read-only user must not learn that.
        return fields.isEmpty() && old.known().equals(next.known())
                ? Optional.empty()
                : Optional.of(new PlannedChange(name, Effect.ADJUSTED, "changes in place", fields, ""));
    }

    private static List<FieldChange> fields(Intent.Process old, Intent.Process next) {
        boolean same = old.template().equals(next.template()) && old.secrets().equals(next.secrets());
        return same
                ? List.of()
                : FieldComparison.between(
                        SpecTexts.of(old.template()), SpecTexts.of(next.template()), old.secrets(), next.secrets());
    }

    private static String waits(Intent.Process process) {
        return String.join(", ", process.waits());
    }

    private static String replaced(Policy policy) {
        return (policy.update() == Policy.Update.SURGE ? "rolling, " : "stopped first, ") + instances(policy);
    }

    private static String instances(Policy policy) {
        return policy.replicas() == 1 ? "1 instance" : policy.replicas() + " instances";
    }

    private static List<PlannedChange> services(Intent before, Intent after) {
        List<PlannedChange> services = new ArrayList<>();
        for (ServiceSpec next : after.target().services()) {
            Optional<ServiceSpec> old = before.target().service(next.name());
            if (old.isEmpty()) {
                services.add(new PlannedChange(next.name(), Effect.ADDED, "new, on " + next.on(), List.of(), ""));
                continue;
            }
            List<FieldChange> fields =
                    FieldComparison.between(SpecTexts.of(old.get()), SpecTexts.of(next), Map.of(), Map.of());
            boolean moved =
                    !old.get().on().equals(next.on()) || !before.on(next.name()).equals(after.on(next.name()));
            if (moved) {
                String how = "moves" + from(before, next) + to(after, next) + "; established connections stay open";
                services.add(new PlannedChange(next.name(), Effect.MOVED, how, fields, ""));
            } else if (!fields.isEmpty()) {
                services.add(new PlannedChange(next.name(), Effect.ADJUSTED, "changes in place", fields, ""));
            }
        }
        for (ServiceSpec old : before.target().services()) {
            if (after.target().service(old.name()).isEmpty()) {
                services.add(new PlannedChange(
                        old.name(), Effect.REMOVED, "removed, " + old.on() + " is closed", List.of(), ""));
            }
        }
        return services;
    }

    /** Returns the address as written: references to secrets are not resolved. */
    private static String from(Intent before, ServiceSpec next) {
        return before.target().service(next.name()).map(s -> " from " + s.on()).orElse("");
    }

    private static String to(Intent after, ServiceSpec next) {
        return after.target().service(next.name()).map(s -> " to " + s.on()).orElse("");
    }
}
