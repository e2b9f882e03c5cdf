package dev.launcho.core.target;

import dev.launcho.core.model.HostPort;
import dev.launcho.core.model.Probe;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.ProcessSpec.ResourceRequest;
import dev.launcho.core.model.ServiceSpec;
import dev.launcho.core.yaml.Quoted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Puts secrets into what was read, and checks what could not be checked before.
 *
 * <p>Templates are: the values of {@code env}, the elements of {@code command} and {@code health.exec}, {@code resources.id},
 * {@code cwd}, {@code uid}, {@code gid}, {@code health.path}, and a service's {@code on}. {@code before} is a shell script:
 * its <code>${X}</code> are the shell's own. Names and {@code resources.file} are what they are.
 */
public final class Resolver {
    private final String subject;
    private final Function<String, Optional<String>> lookup;
    private final Set<String> missing = new TreeSet<>();
    private final List<String> problems = new ArrayList<>();

    private Resolver(String subject, Function<String, Optional<String>> lookup) {
        this.subject = subject;
        this.lookup = lookup;
    }

    /** @param lookup the value of a secret, if it is set */
    public static Resolved<ProcessSpec> resolve(ProcessSpec process, Function<String, Optional<String>> lookup) {
        Resolver resolver = new Resolver("process " + Quoted.of(process.name()), lookup);
        return resolver.result(() -> resolver.process(process));
    }

    /** @param lookup the value of a secret, if it is set */
    public static Resolved<ServiceSpec> resolve(ServiceSpec service, Function<String, Optional<String>> lookup) {
        Resolver resolver = new Resolver("service " + Quoted.of(service.name()), lookup);
        return resolver.result(() -> service.at(resolver.text("on", service.on(), Checks::address)));
    }

    /** One line for each service whose address overlaps with that of an earlier one; all are resolved. */
    public static List<String> conflicts(List<ServiceSpec> services) {
        List<String> conflicts = new ArrayList<>();
        TakenAddresses<ServiceSpec> taken = new TakenAddresses<>();
        for (ServiceSpec service : services) {
            taken.take(HostPort.parse(service.on()), service)
                    .ifPresent(earlier -> conflicts.add("service " + Quoted.of(service.name())
                            + ": on: its address overlaps with that of service " + Quoted.of(earlier.name())));
        }
        return conflicts;
    }

    private <T> Resolved<T> result(Supplier<T> resolution) {
        T resolved = resolution.get();
        if (!missing.isEmpty()) {
            return new Resolved.Waiting<>(missing);
        }
        return problems.isEmpty() ? new Resolved.Ready<>(resolved) : new Resolved.Invalid<>(problems);
    }

    private ProcessSpec process(ProcessSpec process) {
        Map<String, String> env = new LinkedHashMap<>();
        process.env().forEach((name, value) -> env.put(name, text("env." + name, value)));
        List<ResourceRequest> resources = new ArrayList<>();
        for (ResourceRequest request : process.resources()) {
            String key = "resources[" + resources.size() + "].id";
            resources.add(new ResourceRequest(text(key, request.id(), Checks::resourceId), request.file()));
        }
        return new ProcessSpec(
                process.name(),
                command("command", process.command()),
                env,
                process.receives(),
                probe(process.probe()),
                resources,
                process.before(),
                optional("uid", process.uid(), Checks::account),
                optional("gid", process.gid(), Checks::account),
                optional("cwd", process.cwd(), Checks::directory),
                process.policy(),
                process.limits());
    }

    private Probe probe(Probe probe) {
        String path = optional("health.path", probe.path(), Checks::path);
        return new Probe(
                probe.kind(),
                probe.service(),
                path.isEmpty() || path.startsWith("/") ? path : "/" + path,
                command("health.exec", probe.exec()),
                probe.interval(),
                probe.timeout(),
                probe.failures());
    }

    private List<String> command(String key, List<String> command) {
        List<String> resolved = new ArrayList<>();
        for (String element : command) {
            String place = key + "[" + resolved.size() + "]";
            resolved.add(resolved.isEmpty() ? text(place, element, Checks::program) : text(place, element));
        }
        return resolved;
    }

    /** Empty stays empty: the key was not given. */
    private String optional(String key, String text, Function<String, Optional<String>> check) {
        return text.isEmpty() ? text : text(key, text, check);
    }

    private String text(String key, String text) {
        return text(key, text, value -> Optional.empty());
    }

    private String text(String key, String text, Function<String, Optional<String>> check) {
        Template.Result result = Template.resolve(text, lookup);
        missing.addAll(result.missing());
        if (result.complete()) {
            check(key, text, result.text(), check);
        }
        return result.text();
    }

    private void check(String key, String template, String value, Function<String, Optional<String>> check) {
        String lead = subject + ": " + key + ": ";
        if (value.indexOf('\0') >= 0) {
            problems.add(
                    lead + Quoted.of(template) + " gives a text with a NUL character, which no process can be given");
            return;
        }
        check.apply(value).ifPresent(expected -> {
            String why = value.equals(value.strip()) ? "" : ", with blanks or a line break at an end";
            problems.add(
                    lead + "expected " + expected + ", but " + Quoted.of(template) + " gives something else" + why);
        });
    }
}
