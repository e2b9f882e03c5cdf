package dev.launcho.core.reconcile;

import dev.launcho.core.model.HostPort;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.ServiceSpec;
import dev.launcho.core.model.Target;
import dev.launcho.core.model.Version;
import dev.launcho.core.store.Keys;
import dev.launcho.core.store.Resources;
import dev.launcho.core.target.Resolved;
import dev.launcho.core.target.Resolver;
import dev.launcho.core.target.Template;
import dev.launcho.core.target.Versions;
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
 * Makes an intent of a target, with the secrets and resources that there are.
 *
 * @param key for versions
 * @param secrets the value of a secret, if it is set
 * @param stored whether a resource is there
 * @param generations how often a user has restarted a process
 */
record Resolution(
        byte[] key,
        Function<String, Optional<String>> secrets,
        Predicate<String> stored,
        ToIntFunction<String> generations) {

    Intent of(long revision, Instant at, String by, String text, Target target) {
        Map<String, Intent.Process> processes = new LinkedHashMap<>();
        target.processes().forEach(p -> processes.put(p.name(), process(p)));
        return new Intent(revision, at, by, text, target, processes, services(target));
    }

    Intent.Process process(ProcessSpec template) {
        Resolved<ProcessSpec> resolved = Resolver.resolve(template, secrets);
        List<String> waits = new ArrayList<>(resolved.problems());
        resolved.missing().forEach(name -> waits.add("secret " + name + " is not set"));
        resolved.value()
                .ifPresent(spec -> spec.resources().stream()
                        .filter(r -> !stored.test(r.id()))
                        .forEach(r -> waits.add("resource " + r.id() + " is not on this server")));
        if (resolved.value().isEmpty() || !waits.isEmpty()) {
            return new Intent.Process(template, template, Version.NONE, waits, prints(template));
        }
        ProcessSpec spec = resolved.value().get();
        return new Intent.Process(template, spec, version(spec), waits, prints(template));
    }

    private Map<String, String> prints(ProcessSpec template) {
        Map<String, String> prints = new HashMap<>();
        SpecTexts.of(template).forEach((field, text) -> {
            if (SpecTexts.isTemplate(field)) {
                for (String name : Template.parse(text).names()) {
                    secrets.apply(name).ifPresent(value -> prints.put(name, Keys.fingerprint(key, value)));
                }
            }
        });
        return prints;
    }

    /** Ids of the resources that a target asks for, as far as they are known. */
    Set<String> resources(Target target) {
        Set<String> ids = new TreeSet<>();
        target.processes()
                .forEach(p -> p.resources().forEach(r -> {
                    Template.Result id = Template.parse(r.id()).resolve(secrets);
                    // Anything else may be a secret that was meant for something else.
                    if (id.complete() && Resources.isId(id.text())) {
                        ids.add(id.text());
                    }
                }));
        return ids;
    }

    /** A restart that a user asked for makes a new version of the same text. */
    private Version version(ProcessSpec spec) {
        Version version = Versions.of(spec, key);
        int generation = generations.applyAsInt(spec.name());
        return generation == 0 ? version : new Version(version.hash() + "-" + generation);
    }

    private List<Intent.Service> services(Target target) {
        List<Intent.Service> services = new ArrayList<>();
        for (ServiceSpec template : target.services()) {
            Resolved<ServiceSpec> resolved = Resolver.resolve(template, secrets);
            resolved.value().ifPresent(s -> services.add(new Intent.Service(s, HostPort.parse(s.on()))));
        }
        return services;
    }

    /** One line for each service that has no usable address yet. */
    List<String> serviceProblems(Target target) {
        List<String> problems = new ArrayList<>();
        List<ServiceSpec> known = new ArrayList<>();
        for (ServiceSpec template : target.services()) {
            Resolved<ServiceSpec> resolved = Resolver.resolve(template, secrets);
            problems.addAll(resolved.problems());
            resolved.value().ifPresent(known::add);
        }
        problems.addAll(Resolver.conflicts(known));
        return problems;
    }
}
