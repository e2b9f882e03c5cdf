package dev.launcho.core.spec;

import dev.launcho.core.model.ExecLimits;
import dev.launcho.core.model.HttpCheck;
import dev.launcho.core.model.Probe;
import dev.launcho.core.model.ProcessConfinement;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.ProcessSpec.ResourceRequest;
import dev.launcho.core.model.ResolvedProcess;
import dev.launcho.core.model.ServiceSpec;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.text.QuotedText;
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
 * Puts secrets into processes and services, and checks the values that could not be checked before.
 *
 * <p>Templates are {@code resources.id}, {@code cwd}, {@code read_only}, {@code uid}, {@code gid}, {@code health.path},
 * {@code health.host}, and a service's {@code on}. So are the values of {@code env} and {@code health.headers}, and the
 * elements of {@code command}, {@code health.exec} and {@code groups}. {@code before} is a shell script: its
 * <code>${X}</code> are the shell's own. Names and {@code resources.file} are no templates.
 */
public final class SecretResolver {
    private final String subject;
    private final Function<String, Optional<String>> lookup;
    private final Set<String> missing = new TreeSet<>();
    private final List<String> problems = new ArrayList<>();

    private SecretResolver(String subject, Function<String, Optional<String>> lookup) {
        this.subject = subject;
        this.lookup = lookup;
    }

    /** @param lookup the value of a secret, if it is set */
    public static ResolvedSecrets<ResolvedProcess> resolve(
            ProcessSpec process, Function<String, Optional<String>> lookup) {
        SecretResolver resolver = new SecretResolver("process " + QuotedText.of(process.name()), lookup);
        return resolver.result(() -> new ResolvedProcess(resolver.process(process)));
    }

    /** @param lookup the value of a secret, if it is set */
    public static ResolvedSecrets<ServiceSpec> resolve(ServiceSpec service, Function<String, Optional<String>> lookup) {
        SecretResolver resolver = new SecretResolver("service " + QuotedText.of(service.name()), lookup);
        return resolver.result(() -> service.at(resolver.text("on", service.on(), ValueChecks::address)));
    }

    /** Returns one line for each service whose address overlaps with that of an earlier one; all are resolved. */
    public static List<String> conflicts(List<ServiceSpec> services) {
        List<String> conflicts = new ArrayList<>();
        TakenAddresses<ServiceSpec> taken = new TakenAddresses<>();
        for (ServiceSpec service : services) {
            taken.take(HostPort.parse(service.on()), service)
                    .ifPresent(earlier -> conflicts.add("service " + QuotedText.of(service.name())
                            + ": on: its address overlaps with that of service " + QuotedText.of(earlier.name())));
        }
        return conflicts;
    }

    private <T> ResolvedSecrets<T> result(Supplier<T> resolution) {
        T resolved = resolution.get();
        if (!missing.isEmpty()) {
            return new ResolvedSecrets.Waiting<>(missing);
        }
        return problems.isEmpty() ? new ResolvedSecrets.Ready<>(resolved) : new ResolvedSecrets.Invalid<>(problems);
    }

    private ProcessSpec process(ProcessSpec process) {
        Map<String, String> env = new LinkedHashMap<>();
        process.env().forEach((name, value) -> env.put(name, variable(name, value)));
        List<ResourceRequest> resources = new ArrayList<>();
        for (ResourceRequest request : process.resources()) {
            String key = "resources[" + resources.size() + "].id";
            resources.add(new ResourceRequest(text(key, request.id(), ValueChecks::resourceId), request.file()));
        }
        return new ProcessSpec(
                process.name(),
                command("command", process.command()),
                env,
                process.receives(),
                probe(process.probe()),
                resources,
                process.before(),
                optional("uid", process.uid(), ValueChecks::account),
                optional("gid", process.gid(), ValueChecks::account),
                groups(process.groups()),
                optional("cwd", process.cwd(), ValueChecks::directory),
                process.policy(),
                process.limits(),
                confinement(process.confinement()));
    }

    private ProcessConfinement confinement(ProcessConfinement confinement) {
        List<String> readOnly = new ArrayList<>();
        for (String path : confinement.readOnly()) {
            readOnly.add(text("read_only[" + readOnly.size() + "]", path, ValueChecks::absolute));
        }
        return new ProcessConfinement(
                confinement.allowNewPrivileges(),
                confinement.oomScoreAdjust(),
                readOnly,
                confinement.privateTmp(),
                confinement.capabilities());
    }

    private List<String> groups(List<String> groups) {
        List<String> resolved = new ArrayList<>();
        for (String group : groups) {
            resolved.add(text("groups[" + resolved.size() + "]", group, ValueChecks::account));
        }
        return resolved;
    }

    private Probe probe(Probe probe) {
        String path = optional("health.path", probe.path(), ValueChecks::path);
        return new Probe(
                probe.kind(),
                probe.service(),
                path.isEmpty() || path.startsWith("/") ? path : "/" + path,
                command("health.exec", probe.exec()),
                probe.interval(),
                probe.timeout(),
                probe.failures(),
                http(probe.http()));
    }

    private HttpCheck http(HttpCheck http) {
        Map<String, String> headers = new LinkedHashMap<>();
        http.headers()
                .forEach((name, value) ->
                        headers.put(name, text("health.headers." + name, value, ValueChecks::headerValue)));
        return new HttpCheck(
                http.scheme(), optional("health.host", http.host(), ValueChecks::host), headers, http.healthy());
    }

    private List<String> command(String key, List<String> command) {
        List<String> resolved = new ArrayList<>();
        for (String element : command) {
            String place = key + "[" + resolved.size() + "]";
            resolved.add(
                    argument(place, element, resolved.isEmpty() ? ValueChecks::program : TemplateReader::anything));
        }
        return resolved;
    }

    /** Resolves a text; an empty one stays empty, since the key was not given. */
    private String optional(String key, String text, Function<String, Optional<String>> check) {
        return text.isEmpty() ? text : text(key, text, check);
    }

    private String variable(String name, String text) {
        return text(
                "env." + QuotedText.bare(name),
                text,
                TemplateReader::anything,
                value -> ExecLimits.ofVariable(name, value));
    }

    private String argument(String key, String text, Function<String, Optional<String>> check) {
        return text(key, text, check, ExecLimits::ofArgument);
    }

    private String text(String key, String text, Function<String, Optional<String>> check) {
        return text(key, text, check, TemplateReader::anything);
    }

    /**
     * @param check returns what was expected instead
     * @param limit returns what is wrong with the size
     */
    private String text(
            String key,
            String text,
            Function<String, Optional<String>> check,
            Function<String, Optional<String>> limit) {
        SecretTemplate.Result result = SecretTemplate.resolve(text, lookup);
        missing.addAll(result.missing());
        if (result.complete()) {
            check(key, text, result.text(), check);
            limit.apply(result.text()).ifPresent(fault -> problems.add(lead(key) + QuotedText.of(text) + " " + fault));
        }
        return result.text();
    }

    private String lead(String key) {
        return subject + ": " + key + ": ";
    }

    private void check(String key, String template, String value, Function<String, Optional<String>> check) {
        if (value.indexOf('\0') >= 0) {
            problems.add(lead(key) + QuotedText.of(template)
                    + " gives a text with a NUL character, which no process can receive");
            return;
        }
        check.apply(value).ifPresent(expected -> {
            String why = value.equals(value.strip()) ? "" : ", with blanks or a line break at an end";
            problems.add(lead(key) + "expected " + expected + ", but " + QuotedText.of(template)
                    + " gives something else" + why);
        });
    }
}
