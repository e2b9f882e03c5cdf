package dev.launcho.core.process;

import dev.launcho.core.model.ProcessConfinement;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.process.ProcessHost.Shortfall;
import dev.launcho.core.process.kernel.CgroupFiles;
import dev.launcho.core.process.kernel.MountTable;
import dev.launcho.core.process.system.HardLimits;
import dev.launcho.core.process.system.SystemTools;
import dev.launcho.core.process.system.TreeIdentity;
import dev.launcho.core.process.system.UserAccount;
import dev.launcho.core.text.CapabilitySet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Checks whether this machine and this server can confine a process as its specification demands. Immutable. */
final class ConfinementNeeds {
    private static final int CAP_SETPCAP = CapabilitySet.KNOWN.indexOf("setpcap");

    private static final List<String> HIDDEN = List.of("/tmp", "/var/tmp");

    private final SystemTools tools;
    private final Server server;

    /** The capabilities and the OOM score adjustment of the server itself. */
    interface Server {
        boolean has(int capability);

        int oomScore();
    }

    ConfinementNeeds(SystemTools tools) {
        this(tools, new Server() {
            @Override
            public boolean has(int capability) {
                return HardLimits.has(capability);
            }

            @Override
            public int oomScore() {
                String score =
                        CgroupFiles.read(Path.of("/proc/self/oom_score_adj")).trim();
                return score.matches("-?[0-9]{1,4}") ? Integer.parseInt(score) : 0;
            }
        });
    }

    ConfinementNeeds(SystemTools tools, Server server) {
        this.tools = tools;
        this.server = server;
    }

    List<Shortfall> shortfalls(ProcessSpec spec) {
        ProcessConfinement confinement = spec.confinement();
        List<Shortfall> all = new ArrayList<>();
        int score = confinement.oomScoreAdjust();
        if (score < 0 && score < server.oomScore() && !server.has(HardLimits.CAP_SYS_RESOURCE)) {
            add(
                    all,
                    "oom_score_adjust",
                    "the server's own value is " + server.oomScore() + ", and only a server with"
                            + " CAP_SYS_RESOURCE can set a lower one; run it as root with that capability, or write "
                            + server.oomScore()
                            + " or more");
        }
        if (confinement.hasMounts()) {
            tools.namespaces().obstacle().ifPresent(why -> {
                if (!confinement.readOnly().isEmpty()) {
                    add(all, "read_only", why);
                }
                if (confinement.privateTmp()) {
                    add(all, "private_tmp", why);
                }
            });
        }
        hidden(spec).ifPresent(why -> add(all, "read_only", why));
        capabilities(confinement.capabilities()).ifPresent(why -> add(all, "capabilities", why));
        return all;
    }

    /**
     * Explains a read-only path that the instance would not see; empty if there is none. It counts the paths instead of naming
     * one, which may have a secret in it.
     */
    private static Optional<String> hidden(ProcessSpec spec) {
        if (!spec.confinement().privateTmp()) {
            return Optional.empty();
        }
        List<String> paths = spec.confinement().readOnly();
        return IntStream.range(0, paths.size())
                .filter(i -> isHidden(paths.get(i), spec.cwd()))
                .mapToObj(i -> (paths.size() == 1 ? "its path" : "path " + (i + 1) + " of it")
                        + " is hidden from the process, since private_tmp replaces /tmp and /var/tmp; remove one of the"
                        + " two keys")
                .findFirst();
    }

    private static boolean isHidden(String path, String cwd) {
        return HIDDEN.stream().anyMatch(tmp -> MountTable.isBelow(path, tmp))
                && (cwd.isEmpty() || !MountTable.isBelow(path, cwd));
    }

    private Optional<String> capabilities(CapabilitySet wanted) {
        if (!wanted.bounded()) {
            return Optional.empty();
        }
        if (tools.setpriv().isEmpty()) {
            return Optional.of("no program on the server's machine can drop capabilities; install util-linux there");
        }
        if (UserAccount.own() != TreeIdentity.ROOT || !server.has(CAP_SETPCAP)) {
            return Optional.of(
                    "only a server that runs as root can drop capabilities; run it as root, or leave the key out");
        }
        return wanted.names().stream()
                .filter(name -> !server.has(CapabilitySet.KNOWN.indexOf(name)))
                .findFirst()
                .map(name -> "the server has no " + name
                        + " itself, as in a container; give it that capability, or leave " + name + " out");
    }

    private static void add(List<Shortfall> all, String key, String message) {
        all.add(new Shortfall(key, "", message));
    }
}
