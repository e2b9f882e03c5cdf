package dev.launcho.core.admin;

import dev.launcho.core.intent.ChangePreview;
import dev.launcho.core.intent.ChangeSummary;
import dev.launcho.core.intent.PlannedChange;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.reconcile.ReconcilerSnapshot;
import dev.launcho.core.traffic.TrafficCounters;
import java.time.Duration;
import java.util.List;

/** The connections that a planned change touches; they complete its preview. Pure. */
record PlannedConnections(ReconcilerSnapshot snapshot, TrafficCounters counters) {
    ChangePreview of(ChangePreview preview, List<String> moreNotices) {
        List<String> notices = new java.util.ArrayList<>(preview.notices());
        notices.addAll(moreNotices);
        return new ChangePreview(
                preview.revision(),
                preview.next(),
                new ChangeSummary(
                        preview.changes().processes().stream()
                                .map(this::process)
                                .toList(),
                        preview.changes().services().stream().map(this::service).toList()),
                notices);
    }

    private PlannedChange process(PlannedChange change) {
        return switch (change.effect()) {
            case REPLACED, REMOVED ->
                change.with(connections(change.name()), policy(change.name()).drain());
            case ADDED, ADJUSTED, MOVED, WAITING, RELEASED, UNKNOWN -> change;
        };
    }

    /** Connections to a removed service end with its instances; connections to a moved one live on. */
    private PlannedChange service(PlannedChange change) {
        long active = counters.service(change.name()).active();
        return switch (change.effect()) {
            case REMOVED -> change.with(active, drain(change.name()));
            case MOVED -> change.with(active, Duration.ZERO);
            case ADDED, ADJUSTED, REPLACED, WAITING, RELEASED, UNKNOWN -> change;
        };
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
