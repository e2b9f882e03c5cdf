package dev.launcho.core.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Process specs for tests: the defaults but for what is named. */
public final class Specs {
    private Specs() {}

    /** Receives nothing; being alive is all that is asked. */
    public static ProcessSpec of(String name, String... command) {
        return new ProcessSpec(
                name, List.of(command), Map.of(), List.of(), Probe.alive(), List.of(), "", "", "", "", Policy.DEFAULT);
    }

    /** A script of sh(1). */
    public static ProcessSpec sh(String script) {
        return of("app", "sh", "-c", script);
    }

    public static ProcessSpec env(ProcessSpec s, String name, String value) {
        Map<String, String> env = new LinkedHashMap<>(s.env());
        env.put(name, value);
        return new ProcessSpec(
                s.name(),
                s.command(),
                env,
                s.receives(),
                s.probe(),
                s.resources(),
                s.before(),
                s.uid(),
                s.gid(),
                s.cwd(),
                s.policy());
    }

    public static ProcessSpec before(ProcessSpec s, String script) {
        return new ProcessSpec(
                s.name(),
                s.command(),
                s.env(),
                s.receives(),
                s.probe(),
                s.resources(),
                script,
                s.uid(),
                s.gid(),
                s.cwd(),
                s.policy());
    }

    public static ProcessSpec receives(ProcessSpec s, String... services) {
        return new ProcessSpec(
                s.name(),
                s.command(),
                s.env(),
                List.of(services),
                s.probe(),
                s.resources(),
                s.before(),
                s.uid(),
                s.gid(),
                s.cwd(),
                s.policy());
    }

    public static ProcessSpec resource(ProcessSpec s, String id, String file) {
        List<ProcessSpec.ResourceRequest> all = new ArrayList<>(s.resources());
        all.add(new ProcessSpec.ResourceRequest(id, file));
        return new ProcessSpec(
                s.name(),
                s.command(),
                s.env(),
                s.receives(),
                s.probe(),
                all,
                s.before(),
                s.uid(),
                s.gid(),
                s.cwd(),
                s.policy());
    }

    public static ProcessSpec user(ProcessSpec s, String uid, String gid) {
        return new ProcessSpec(
                s.name(),
                s.command(),
                s.env(),
                s.receives(),
                s.probe(),
                s.resources(),
                s.before(),
                uid,
                gid,
                s.cwd(),
                s.policy());
    }

    public static ProcessSpec cwd(ProcessSpec s, String cwd) {
        return new ProcessSpec(
                s.name(),
                s.command(),
                s.env(),
                s.receives(),
                s.probe(),
                s.resources(),
                s.before(),
                s.uid(),
                s.gid(),
                cwd,
                s.policy());
    }

    /** Keeps its limits. */
    public static ProcessSpec confinement(ProcessSpec s, ProcessConfinement confinement) {
        return new ProcessSpec(
                s.name(),
                s.command(),
                s.env(),
                s.receives(),
                s.probe(),
                s.resources(),
                s.before(),
                s.uid(),
                s.gid(),
                s.groups(),
                s.cwd(),
                s.policy(),
                s.limits(),
                confinement);
    }

    public static ProcessSpec limits(ProcessSpec s, Limits limits) {
        return new ProcessSpec(
                s.name(),
                s.command(),
                s.env(),
                s.receives(),
                s.probe(),
                s.resources(),
                s.before(),
                s.uid(),
                s.gid(),
                s.cwd(),
                s.policy(),
                limits);
    }

    public static ProcessSpec groups(ProcessSpec s, String... groups) {
        return new ProcessSpec(
                s.name(),
                s.command(),
                s.env(),
                s.receives(),
                s.probe(),
                s.resources(),
                s.before(),
                s.uid(),
                s.gid(),
                List.of(groups),
                s.cwd(),
                s.policy(),
                s.limits());
    }
}
