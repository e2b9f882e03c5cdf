package dev.launcho.core.intent;

import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.ResolvedProcess;
import dev.launcho.core.model.ServiceSpec;
import dev.launcho.core.model.Target;
import dev.launcho.core.model.Version;
import dev.launcho.core.spec.ResolvedSecrets;
import dev.launcho.core.spec.SecretResolver;
import dev.launcho.core.spec.SecretTemplate;
import dev.launcho.core.spec.VersionHash;
import dev.launcho.core.store.ResourceStore;
import dev.launcho.core.store.ValueFingerprints;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.text.KeyedHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * A resolution of targets: it makes an intent of a target, from the secrets and resources that exist.
 *
 * @param key of the hashes that are versions and fingerprints
 * @param secrets returns the value of a secret, if it is set
 * @param stored whether a resource is on this server
 * @param generations returns how often a user has restarted a process
 * @param written as {@link dev.launcho.core.store.Revision.Head#written}
 */
public record TargetResolution(
        KeyedHash key,
        Function<String, Optional<String>> secrets,
        Predicate<String> stored,
        ToIntFunction<String> generations,
        Map<String, Long> written) {

    public Intent of(long revision, Instant at, String by, String text, Target target) {
        Map<String, Intent.Process> processes = new LinkedHashMap<>();
        target.processes().forEach(p -> processes.put(p.name(), process(p)));
        return new Intent(revision, at, by, text, target, processes, services(target), written);
    }

    public Intent.Process process(ProcessSpec template) {
        ResolvedSecrets<ResolvedProcess> resolved = SecretResolver.resolve(template, secrets);
        List<String> waits = new ArrayList<>(resolved.problems());
        resolved.missing().forEach(name -> waits.add("secret " + name + " is not set"));
        resolved.value()
                .ifPresent(process -> process.spec().resources().stream()
                        .filter(r -> !stored.test(r.id()))
                        .forEach(r -> waits.add(absent(r.id()))));
        if (resolved.value().isEmpty() || !waits.isEmpty()) {
            return new Intent.Process(template, Optional.empty(), Version.NONE, waits, prints(template));
        }
        ResolvedProcess process = resolved.value().get();
        return new Intent.Process(template, Optional.of(process), version(process.spec()), waits, prints(template));
    }

    static String absent(String id) {
        return "resource " + id + " is not on this server";
    }

    private Map<String, String> prints(ProcessSpec template) {
        Map<String, String> prints = new HashMap<>();
        SpecTexts.of(template).forEach((field, text) -> {
            if (SpecTexts.isTemplate(field)) {
                for (String name : SecretTemplate.parse(text).names()) {
                    secrets.apply(name).ifPresent(value -> prints.put(name, ValueFingerprints.fingerprint(key, value)));
                }
            }
        });
        return prints;
    }

    /** Returns the ids of the resources that a target asks for, as far as they can be resolved. */
    public Set<String> resources(Target target) {
        Set<String> ids = new TreeSet<>();
        target.processes()
                .forEach(p -> p.resources().forEach(r -> {
                    SecretTemplate.Result id = SecretTemplate.parse(r.id()).resolve(secrets);
                    // Any other text may be a secret that is referred to by mistake.
                    if (id.complete() && ResourceStore.isId(id.text())) {
                        ids.add(id.text());
                    }
                }));
        return ids;
    }

    /** Returns the version of a spec; each restart by a user makes a new version of the same text. */
    private Version version(ProcessSpec spec) {
        Version version = VersionHash.of(spec, key, written.getOrDefault(spec.name(), 0L));
        int generation = generations.applyAsInt(spec.name());
        return generation == 0 ? version : new Version(version.hash() + "-" + generation);
    }

    List<Intent.Service> services(Target target) {
        List<Intent.Service> services = new ArrayList<>();
        for (ServiceSpec template : target.services()) {
            ResolvedSecrets<ServiceSpec> resolved = SecretResolver.resolve(template, secrets);
            resolved.value().ifPresent(s -> services.add(new Intent.Service(s, HostPort.parse(s.on()))));
        }
        return services;
    }

    /** Returns one line for each problem that keeps a service from having a usable address. */
    List<String> serviceProblems(Target target) {
        List<String> problems = new ArrayList<>();
        List<ServiceSpec> known = new ArrayList<>();
        for (ServiceSpec template : target.services()) {
            ResolvedSecrets<ServiceSpec> resolved = SecretResolver.resolve(template, secrets);
            problems.addAll(resolved.problems());
            resolved.value().ifPresent(known::add);
        }
        problems.addAll(SecretResolver.conflicts(known));
        return problems;
    }
}
