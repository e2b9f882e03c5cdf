package dev.launcho.core.intent;

import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.ServiceSpec;
import dev.launcho.core.model.Target;
import dev.launcho.core.model.Version;
import dev.launcho.core.spec.SecretTemplate;
import dev.launcho.core.spec.VersionHash;
import dev.launcho.core.store.ResourceStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A resolution of targets for users who may not read secrets. Its intent depends on no value, only on the text and on
 * which secrets are set. A process with the same text as before keeps the version in force. The reconciler's thread
 * only.
 *
 * @param restored names of secrets that get another value with the target, as by a rollback
 * @param written as the target will have it, see {@link Intent#written}
 */
public record BlindResolution(ReferenceSources sources, Intent now, Set<String> restored, Map<String, Long> written) {
    private static final Version REWRITTEN = new Version("rewritten");

    public BlindResolution {
        restored = Set.copyOf(restored);
        written = Map.copyOf(written);
    }

    /** Makes a resolution of a target with which no secret changes. */
    public BlindResolution(ReferenceSources sources, Intent now) {
        this(sources, now, Set.of(), now.written());
    }

    public Intent of(long revision, String text, Target target) {
        Map<String, Intent.Process> processes = new LinkedHashMap<>();
        target.processes().forEach(p -> processes.put(p.name(), process(p)));
        List<Intent.Service> services = new ArrayList<>();
        target.services().forEach(s -> service(s).ifPresent(services::add));
        return new Intent(revision, now.at(), "", text, target, processes, services, Map.of());
    }

    private Intent.Process process(ProcessSpec next) {
        Optional<Intent.Process> before = now.process(next.name());
        boolean sameValues = sameValues(next);
        if (sameValues && before.isPresent() && before.get().template().equals(next)) {
            return before.get();
        }
        Map<String, String> prints = before.map(Intent.Process::secrets).orElse(Map.of());
        Optional<Intent.Process> same = before.filter(b -> sameValues && VersionHash.isSameText(b.template(), next));
        List<String> waits = same.map(Intent.Process::waits).orElseGet(() -> waits(next));
        Version version = same.map(Intent.Process::version).orElse(waits.isEmpty() ? REWRITTEN : Version.NONE);
        return new Intent.Process(next, Optional.empty(), version, waits, prints);
    }

    /** Returns whether the secrets of a process, and the revision in which its text was written, stay what they are. */
    private boolean sameValues(ProcessSpec next) {
        return Objects.equals(written.get(next.name()), now.written().get(next.name()))
                && names(next).stream().noneMatch(restored::contains);
    }

    private static Set<String> names(ProcessSpec spec) {
        Set<String> names = new TreeSet<>();
        SpecTexts.of(spec).forEach((key, text) -> {
            if (SpecTexts.isTemplate(key)) {
                names.addAll(SecretTemplate.parse(text).names());
            }
        });
        return names;
    }

    private List<String> waits(ProcessSpec next) {
        List<String> waits = new ArrayList<>();
        names(next).stream()
                .filter(name -> sources.secret(name).isEmpty())
                .forEach(name -> waits.add("secret " + name + " is not set"));
        next.resources().stream()
                .filter(r -> ResourceStore.isId(r.id()) && !sources.stored(r.id()))
                .forEach(r -> waits.add(TargetResolution.absent(r.id())));
        return waits;
    }

    /** Resolves a service. An address that refers to a secret is known only if the service is unchanged. */
    private Optional<Intent.Service> service(ServiceSpec next) {
        boolean same = now.target().service(next.name()).map(next::equals).orElse(false);
        return same
                ? now.services().stream()
                        .filter(s -> s.spec().name().equals(next.name()))
                        .findFirst()
                : sources.literal().services(new Target(List.of(), List.of(next))).stream()
                        .findFirst();
    }

    /** Returns whether a process that would be replaced or changed refers to secrets. */
    public boolean looksAway(ChangeSummary changes, Intent next) {
        return changes.touched().stream()
                .flatMap(name -> next.process(name).stream())
                .anyMatch(p -> TextRevisions.refers(p.template()));
    }
}
