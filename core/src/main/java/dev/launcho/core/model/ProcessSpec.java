package dev.launcho.core.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One process of a target. Strings may still hold {@code ${NAME}} references (as read from the file) or be resolved
 * (after {@code Template}); both have this shape.
 *
 * @param name unique in the target
 * @param command program and arguments, at least one
 * @param env environment, in the order of the file
 * @param receives names of services
 * @param probe how its health is told; {@link Probe.Kind#ALIVE} where nothing can be asked
 * @param resources what is copied into the working directory
 * @param before shell script that runs first; empty if none. Never a template.
 * @param uid account name or number; empty = the server's own
 * @param gid group name or number; empty = the account's own
 * @param cwd working directory; empty = a fresh one for each instance
 * @param policy how it is started, replaced and stopped
 * @param limits of each instance's tree
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
        String cwd,
        Policy policy,
        Limits limits) {

    public ProcessSpec {
        command = List.copyOf(command);
        env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
        receives = List.copyOf(receives);
        resources = List.copyOf(resources);
    }

    /** Without limits. */
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
