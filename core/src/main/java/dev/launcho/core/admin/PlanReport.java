package dev.launcho.core.admin;

import dev.launcho.core.model.Policy;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.reconcile.Change;
import dev.launcho.core.reconcile.Preview;
import dev.launcho.core.reconcile.Snapshot;
import dev.launcho.core.traffic.Counters;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Makes the view of what a change would do, with the connections that it touches. Pure. */
record PlanReport(Snapshot snapshot, Counters counters) {
    PlanView of(Preview preview, List<String> moreNotices) {
        List<String> notices = new java.util.ArrayList<>(preview.notices());
        notices.addAll(moreNotices);
        return new PlanView(
                preview.revision(),
                preview.next(),
                preview.changes().processes().stream().map(this::process).toList(),
                preview.changes().services().stream().map(this::service).toList(),
                notices);
    }

    private PlanView.Item process(Change change) {
        return switch (change.effect()) {
            case REPLACED, REMOVED ->
                item(change, connections(change.name()), policy(change.name()).drain());
            case ADDED, ADJUSTED, MOVED, WAITING, RELEASED -> item(change, 0, Duration.ZERO);
        };
    }

    /** Those to a service that is removed end with the instances; those to one that moves live on. */
    private PlanView.Item service(Change change) {
        long active = counters.service(change.name()).active();
        return switch (change.effect()) {
            case REMOVED -> item(change, active, drain(change.name()));
            case MOVED -> item(change, active, Duration.ZERO);
            case ADDED, ADJUSTED, REPLACED, WAITING, RELEASED -> item(change, 0, Duration.ZERO);
        };
    }

    private static PlanView.Item item(Change change, long connections, Duration drain) {
        return new PlanView.Item(
                change.name(),
                change.effect().name().toLowerCase(Locale.ROOT),
                change.how(),
                change.fields().stream()
                        .map(f -> new PlanView.Field(f.key(), f.before(), f.after(), f.secret()))
                        .toList(),
                change.causes(),
                connections,
                drain);
    }

    private long connections(String process) {
        ProcessState state = snapshot.states().getOrDefault(process, ProcessState.initial(process));
        return state.instances().stream()
                .mapToLong(i -> counters.backend(i.id()).active())
                .sum();
    }

    private Policy policy(String process) {
        return snapshot.intent().target().process(process).map(p -> p.policy()).orElse(Policy.DEFAULT);
    }

    private Duration drain(String service) {
        return snapshot.intent().target().processes().stream()
                .filter(p -> p.receives().contains(service))
                .map(p -> p.policy().drain())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
