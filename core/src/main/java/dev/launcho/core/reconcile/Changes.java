package dev.launcho.core.reconcile;

import dev.launcho.core.model.Policy;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.Version;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a new intent changes, told to its author. Pure.
 *
 * @param processes those that are touched
 * @param lines one for each of them, and for services
 */
record Changes(Set<String> processes, List<String> lines) {
    /** @param why what to say of a process whose text is the same; never a secret's value */
    static Changes between(Intent before, Intent after, String why) {
        Set<String> processes = new LinkedHashSet<>();
        List<String> lines = new ArrayList<>();
        after.processes().forEach((name, next) -> {
            Optional<Intent.Process> old = before.process(name);
            String line = old.isEmpty() ? added(next) : changed(old.get(), next, why);
            if (!line.isEmpty()) {
                processes.add(name);
                lines.add(name + ": " + line);
            }
        });
        for (String name : before.processes().keySet()) {
            if (after.process(name).isEmpty()) {
                processes.add(name);
                lines.add(name + ": removed, its connections drain");
            }
        }
        services(before, after, lines);
        return new Changes(processes, lines);
    }

    /** @param more a line for each process that is touched though its text be the same */
    Changes with(Map<String, String> more) {
        Set<String> all = new LinkedHashSet<>(processes);
        List<String> told = new ArrayList<>(lines);
        more.forEach((name, line) -> {
            if (all.add(name)) {
                told.add(name + ": " + line);
            }
        });
        return new Changes(all, told);
    }

    private static String added(Intent.Process next) {
        return next.version().equals(Version.NONE)
                ? "new, waits: " + String.join(", ", next.waits())
                : "new, " + instances(next.spec().policy());
    }

    private static String changed(Intent.Process old, Intent.Process next, String why) {
        if (next.version().equals(Version.NONE)) {
            boolean same = old.version().equals(Version.NONE) && old.waits().equals(next.waits());
            return same && old.template().equals(next.template())
                    ? ""
                    : "waits: " + String.join(", ", next.waits()) + "; what runs, runs on";
        }
        if (old.version().equals(Version.NONE)) {
            return "no longer waits, " + instances(next.spec().policy());
        }
        if (!old.version().equals(next.version())) {
            String fields = fields(old.template(), next.template());
            return instances(next.spec().policy()) + " replaced (" + (fields.isEmpty() ? why : fields) + ")";
        }
        return old.spec().equals(next.spec()) ? "" : "settings changed in place" + replicas(old, next);
    }

    private static String replicas(Intent.Process old, Intent.Process next) {
        int was = old.spec().policy().replicas();
        int is = next.spec().policy().replicas();
        return was == is ? "" : ", replicas " + was + " → " + is;
    }

    private static String instances(Policy policy) {
        return policy.replicas() == 1 ? "1 instance" : policy.replicas() + " instances";
    }

    private static String fields(ProcessSpec old, ProcessSpec next) {
        List<String> fields = new ArrayList<>();
        differs(fields, "command", old.command(), next.command());
        differs(fields, "env", old.env(), next.env());
        differs(fields, "before", old.before(), next.before());
        differs(fields, "resources", old.resources(), next.resources());
        differs(fields, "receives", old.receives(), next.receives());
        differs(fields, "health", old.probe().service(), next.probe().service());
        differs(fields, "cwd", old.cwd(), next.cwd());
        differs(fields, "uid", old.uid(), next.uid());
        differs(fields, "gid", old.gid(), next.gid());
        return fields.isEmpty() ? "" : String.join(", ", fields) + " changed";
    }

    private static void differs(List<String> fields, String name, Object old, Object next) {
        if (!old.equals(next)) {
            fields.add(name);
        }
    }

    private static void services(Intent before, Intent after, List<String> lines) {
        for (var next : after.target().services()) {
            Optional<String> was = before.target().service(next.name()).map(s -> s.on());
            if (was.isEmpty()) {
                lines.add("service " + next.name() + ": new, on " + next.on());
            } else if (!was.get().equals(next.on())) {
                lines.add("service " + next.name() + ": moves from " + was.get() + " to " + next.on());
            }
        }
        for (var old : before.target().services()) {
            if (after.target().service(old.name()).isEmpty()) {
                lines.add("service " + old.name() + ": removed, " + old.on() + " is closed");
            }
        }
    }
}
