package dev.launcho.core.process;

import dev.launcho.core.model.ExecLimits;
import dev.launcho.core.model.Probe;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.process.ProcessHost.Shortfall;
import dev.launcho.core.process.system.InstanceEnvironment;
import dev.launcho.core.process.system.SoftLimits;
import dev.launcho.core.process.system.SystemTools;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Checks what a process needs of this machine, so that a lack is reported when the target is set. Immutable. */
final class HostRequirements {
    static final String INSTALL = "install perl or python3 there";

    private final SystemTools tools;
    private final Map<String, String> server;
    private final long total;
    private final ConfinementNeeds confinement;

    /** @param server the server's own environment */
    HostRequirements(SystemTools tools, Map<String, String> server) {
        this.tools = tools;
        this.server = server;
        this.confinement = new ConfinementNeeds(tools);
        this.total = ExecLimits.total(SoftLimits.stack(Path.of("/proc/self")));
    }

    List<Shortfall> shortfalls(ProcessSpec spec) {
        List<Shortfall> all = new ArrayList<>();
        for (String name : spec.env().keySet()) {
            if (!tools.handOn(name)) {
                all.add(new Shortfall(
                        "env", name, "no shell of the server's machine can pass on this name; " + INSTALL));
            }
        }
        withoutUser(spec).ifPresent(all::add);
        tooLarge("command", spec.command(), spec).ifPresent(all::add);
        if (spec.probe().kind() == Probe.Kind.EXEC) {
            tooLarge("health", spec.probe().exec(), spec).ifPresent(all::add);
        }
        all.addAll(confinement.shortfalls(spec));
        return all;
    }

    private Optional<Shortfall> withoutUser(ProcessSpec spec) {
        boolean same =
                spec.uid().isEmpty() && spec.gid().isEmpty() && spec.groups().isEmpty();
        return same || tools.setpriv().isPresent()
                ? Optional.empty()
                : Optional.of(new Shortfall(
                        spec.uid().isEmpty() ? spec.gid().isEmpty() ? "groups" : "gid" : "uid",
                        "",
                        "no program on the server's machine can change the user; install util-linux there"));
    }

    /** Explains what is too large. It omits the size, which would disclose the length of a secret in it. */
    private Optional<Shortfall> tooLarge(String key, List<String> command, ProcessSpec spec) {
        Map<String, String> environment = new HashMap<>(server);
        environment.keySet().retainAll(InstanceEnvironment.OF_THE_SERVER);
        environment.putAll(spec.env());
        long size = ExecLimits.size(command, environment);
        return size <= total
                ? Optional.empty()
                : Optional.of(new Shortfall(
                        key,
                        "",
                        String.format(
                                Locale.ROOT,
                                "it and env are together more than the %,d bytes that the kernel passes on; put some of it into files",
                                total)));
    }

    /**
     * Returns why an instance can't be launched at all, for the user. Each launch asks, since a target that an earlier
     * server accepted is not checked again.
     */
    Optional<String> obstacle(ProcessSpec spec) {
        return withoutUser(spec)
                .or(() -> tooLarge("command", spec.command(), spec))
                .or(() -> confinement.shortfalls(spec).stream().findFirst())
                .map(s -> s.key() + ": " + s.message());
    }

    /** Returns the variables that an instance will have to do without, likewise. */
    List<String> lost(ProcessSpec spec) {
        return spec.env().keySet().stream().filter(name -> !tools.handOn(name)).toList();
    }
}
