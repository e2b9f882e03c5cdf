package dev.launcho.core.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The specification of a process in a target. As read from the file it is a template: its strings may hold {@code
 * ${NAME}} references. A {@link ResolvedProcess} has one without references.
 *
 * @param name unique in the target
 * @param command program and arguments, at least one
 * @param env environment, in the order of the file
 * @param receives names of services
 * @param probe its health check; {@link Probe.Kind#ALIVE} if nothing can be probed
 * @param resources to copy into the working directory
 * @param before shell script that runs first; empty if none. Never a template.
 * @param uid account name or number; empty = the server's own
 * @param gid group name or number that replaces all groups of the account; empty = the account's own groups
 * @param groups names or numbers of additional groups
 * @param cwd working directory; empty = a fresh one for each instance
 * @param policy by which it is started, replaced and stopped
 * @param limits of each instance's tree
 * @param confinement of each of its processes
 */
public record ProcessSpec(
        String name,
        List<String> command,
        Map<String, String> env,
        List<String> receives,
        Probe probe,
        List<ResourceRequest> resources,
        String before,
        String uid,
        String gid,
        List<String> groups,
        String cwd,
        Policy policy,
        Limits limits,
        ProcessConfinement confinement) {

    public ProcessSpec {
        command = List.copyOf(command);
        env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
        receives = List.copyOf(receives);
        resources = List.copyOf(resources);
        groups = List.copyOf(groups);
    }

    /** A process without additional groups. */
    public ProcessSpec(
            String name,
            List<String> command,
            Map<String, String> env,
            List<String> receives,
            Probe probe,
            List<ResourceRequest> resources,
            String before,
            String uid,
            String gid,
            String cwd,
            Policy policy,
            Limits limits) {
        this(name, command, env, receives, probe, resources, before, uid, gid, List.of(), cwd, policy, limits);
    }

    /** A process with the default confinement. */
    public ProcessSpec(
            String name,
            List<String> command,
            Map<String, String> env,
            List<String> receives,
            Probe probe,
            List<ResourceRequest> resources,
            String before,
            String uid,
            String gid,
            List<String> groups,
            String cwd,
            Policy policy,
            Limits limits) {
        this(
                name,
                command,
                env,
                receives,
                probe,
                resources,
                before,
                uid,
                gid,
                groups,
                cwd,
                policy,
                limits,
                ProcessConfinement.DEFAULT);
    }

    /** A process without limits. */
    public ProcessSpec(
            String name,
            List<String> command,
            Map<String, String> env,
            List<String> receives,
            Probe probe,
            List<ResourceRequest> resources,
            String before,
            String uid,
            String gid,
            String cwd,
            Policy policy) {
        this(name, command, env, receives, probe, resources, before, uid, gid, cwd, policy, Limits.NONE);
    }

    /** A resource to be copied to {@code file}, a relative path below the working directory. */
    public record ResourceRequest(String id, String file) {}
}
