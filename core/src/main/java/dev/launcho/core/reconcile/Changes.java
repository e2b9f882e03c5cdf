package dev.launcho.core.reconcile;

import dev.launcho.core.model.Policy;
import dev.launcho.core.model.ServiceSpec;
import dev.launcho.core.model.Version;
import dev.launcho.core.reconcile.Change.Effect;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a new intent changes, told to its author. Pure.
 *
 * @param processes those that are touched, in the order of the target, removed ones last
 * @param services the same
 */
public record Changes(List<Change> processes, List<Change> services) {
    public Changes {
        processes = List.copyOf(processes);
        services = List.copyOf(services);
    }

    /** @param why what to say of a process of which no key is different */
    static Changes between(Intent before, Intent after, String why) {
        List<Change> processes = new ArrayList<>();
        after.processes()
                .forEach((name, next) -> before.process(name)
                        .map(old -> changed(name, old, next, why))
                        .orElseGet(() -> Optional.of(added(name, next)))
                        .ifPresent(processes::add));
        before.processes().forEach((name, old) -> {
            if (after.process(name).isEmpty()) {
                processes.add(new Change(
                        name,
                        Effect.REMOVED,
                        !old.template().receives().isEmpty() ? "removed, its connections drain" : "removed",
                        List.of(),
                        ""));
            }
        });
        return new Changes(processes, services(before, after));
    }

    /** @param again what was given up before and is tried again though no key of it is different, and why that was */
    Changes with(Map<String, String> again) {
        List<Change> all = new ArrayList<>(processes);
        again.forEach((name, cause) -> {
            if (!touched().contains(name)) {
                String before = cause.isEmpty() ? "failed before" : "failed before: " + cause;
                all.add(new Change(name, Effect.REPLACED, "tried again", List.of(), before));
            }
        });
        return new Changes(all, services);
    }

    /** Names of processes. */
    Set<String> touched() {
        Set<String> names = new LinkedHashSet<>();
        processes.forEach(change -> names.add(change.name()));
        return names;
    }

    /** One for each process and service, for people. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        processes.forEach(change -> lines.add(change.name() + ": " + change.line()));
        services.forEach(change -> lines.add("service " + change.name() + ": " + change.line()));
        return lines;
    }

    private static Change added(String name, Intent.Process next) {
        return next.version().equals(Version.NONE)
                ? new Change(name, Effect.WAITING, "new, waits: " + waits(next), List.of(), "")
                : new Change(name, Effect.ADDED, "new, " + instances(next.spec().policy()), List.of(), "");
    }

    private static Optional<Change> changed(String name, Intent.Process old, Intent.Process next, String why) {
        List<FieldChange> fields = FieldChange.between(
                SpecTexts.of(old.template()), SpecTexts.of(next.template()), old.secrets(), next.secrets());
        if (next.version().equals(Version.NONE)) {
            boolean same = old.version().equals(Version.NONE)
                    && old.waits().equals(next.waits())
                    && old.template().equals(next.template());
            return same
                    ? Optional.empty()
                    : Optional.of(new Change(
                            name, Effect.WAITING, "waits: " + waits(next) + "; what runs, runs on", fields, ""));
        }
        Policy policy = next.spec().policy();
        if (old.version().equals(Version.NONE)) {
            return Optional.of(new Change(name, Effect.RELEASED, "no longer waits, " + instances(policy), fields, ""));
        }
        if (!old.version().equals(next.version())) {
            return Optional.of(
                    new Change(name, Effect.REPLACED, replaced(policy), fields, fields.isEmpty() ? why : ""));
        }
        return old.spec().equals(next.spec())
                ? Optional.empty()
                : Optional.of(new Change(name, Effect.ADJUSTED, "changes in place", fields, ""));
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

    private static List<Change> services(Intent before, Intent after) {
        List<Change> services = new ArrayList<>();
        for (ServiceSpec next : after.target().services()) {
            Optional<ServiceSpec> old = before.target().service(next.name());
            if (old.isEmpty()) {
                services.add(new Change(next.name(), Effect.ADDED, "new, on " + next.on(), List.of(), ""));
                continue;
            }
            List<FieldChange> fields =
                    FieldChange.between(SpecTexts.of(old.get()), SpecTexts.of(next), Map.of(), Map.of());
            boolean moved =
                    !old.get().on().equals(next.on()) || !before.on(next.name()).equals(after.on(next.name()));
            if (moved) {
                String how = "moves" + from(before, next) + to(after, next) + "; established connections live on";
                services.add(new Change(next.name(), Effect.MOVED, how, fields, ""));
            } else if (!fields.isEmpty()) {
                services.add(new Change(next.name(), Effect.ADJUSTED, "changes in place", fields, ""));
            }
        }
        for (ServiceSpec old : before.target().services()) {
            if (after.target().service(old.name()).isEmpty()) {
                services.add(
                        new Change(old.name(), Effect.REMOVED, "removed, " + old.on() + " is closed", List.of(), ""));
            }
        }
        return services;
    }

    /** As written: a reference to a secret stays one. */
    private static String from(Intent before, ServiceSpec next) {
        return before.target().service(next.name()).map(s -> " from " + s.on()).orElse("");
    }

    private static String to(Intent after, ServiceSpec next) {
        return after.target().service(next.name()).map(s -> " to " + s.on()).orElse("");
    }
}
