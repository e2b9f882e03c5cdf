package dev.launcho.core.reconcile;

import dev.launcho.core.model.Probe;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.target.TargetReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the author of a change is told beside what it changes, one line each. The reconciler's thread only. */
final class Notices {
    private final Sources sources;
    private final Fitness fitness;

    Notices(Sources sources, Fitness fitness) {
        this.sources = sources;
        this.fitness = fitness;
    }

    List<String> of(Intent next, TargetReading reading) {
        List<String> notices = new ArrayList<>();
        reading.references().warnings().forEach(p -> notices.add(p.toString()));
        reading.references().notices(sources::secret, sources::stored).forEach(p -> notices.add(p.toString()));
        notices.addAll(sources.now().serviceProblems(next.target()));
        Fitness.Findings findings = fitness.of(reading.references().file(), next.text(), next.target());
        notices.addAll(findings.refusals());
        notices.addAll(findings.warnings());
        next.processes().values().forEach(p -> ofProbe(p.template()).ifPresent(notices::add));
        return notices;
    }

    /** A check on a service's port says nothing about readiness where the port may belong to another instance. */
    private static Optional<String> ofProbe(ProcessSpec spec) {
        boolean unchecked =
                spec.probe().kind() == Probe.Kind.TCP && spec.receives().size() > 1;
        return unchecked
                ? Optional.of("process \"" + spec.name() + "\": only the port of service \""
                        + spec.probe().service() + "\" is probed, give it a health check to say which counts")
                : Optional.empty();
    }

    static List<String> waits(Intent intent) {
        return intent.processes().values().stream()
                .flatMap(p -> p.waits().stream().map(w -> p.template().name() + " waits: " + w))
                .toList();
    }
}
