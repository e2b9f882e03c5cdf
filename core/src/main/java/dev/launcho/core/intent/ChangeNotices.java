package dev.launcho.core.intent;

import dev.launcho.core.model.Probe;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.spec.TargetReading;
import dev.launcho.core.store.ResourceStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** The notices for the author of a change, beside the changes themselves; one line each. The reconciler's thread only. */
public final class ChangeNotices {
    private final Function<String, Optional<String>> secrets;
    private final Predicate<String> stored;
    private final TargetResolution resolution;
    private final CapabilityCheck capabilities;

    private ChangeNotices(
            Function<String, Optional<String>> secrets,
            Predicate<String> stored,
            TargetResolution resolution,
            CapabilityCheck capabilities) {
        this.secrets = secrets;
        this.stored = stored;
        this.resolution = resolution;
        this.capabilities = capabilities;
    }

    public ChangeNotices(ReferenceSources sources, CapabilityCheck capabilities) {
        this(sources::secret, sources::stored, sources.now(Map.of()), capabilities);
    }

    /** Returns notices that read no value of a secret, but only whether it is set. */
    public static ChangeNotices blind(ReferenceSources sources, CapabilityCheck capabilities) {
        return new ChangeNotices(
                name -> sources.secret(name).map(value -> "${" + name + "}"),
                id -> !ResourceStore.isId(id) || sources.stored(id),
                sources.literal(),
                capabilities);
    }

    public List<String> of(Intent next, TargetReading reading) {
        List<String> notices = new ArrayList<>();
        reading.references().warnings().forEach(p -> notices.add(p.toString()));
        reading.references().notices(secrets, stored).forEach(p -> notices.add(p.toString()));
        notices.addAll(resolution.serviceProblems(next.target()));
        CapabilityCheck.Findings findings = capabilities.of(reading.references().file(), next.text(), next.target());
        findings.refusals().forEach(p -> notices.add(p.toString()));
        findings.warnings().forEach(p -> notices.add(p.toString()));
        next.processes().values().forEach(p -> ofProbe(p.template()).ifPresent(notices::add));
        return notices;
    }

    /** Returns a notice if a process receives several services, but its TCP check asks the port of only one. */
    private static Optional<String> ofProbe(ProcessSpec spec) {
        boolean unchecked =
                spec.probe().kind() == Probe.Kind.TCP && spec.receives().size() > 1;
        return unchecked
                ? Optional.of("process \"" + spec.name() + "\": only the port of service \""
                        + spec.probe().service() + "\" is probed; to probe another: health: {tcp: NAME}")
                : Optional.empty();
    }

    public static List<String> waits(Intent intent) {
        return intent.processes().values().stream()
                .flatMap(p -> p.waits().stream().map(w -> p.template().name() + " waits: " + w))
                .toList();
    }
}
