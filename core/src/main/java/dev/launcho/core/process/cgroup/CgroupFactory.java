package dev.launcho.core.process.cgroup;

import dev.launcho.core.disk.SystemPrograms;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Limits;
import dev.launcho.core.process.system.ProgramOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes the groups of instances, below the server's own in each hierarchy where it may. These are the unified one, and
 * those of version 1 that account or limit. Where it may in none, instances have no groups, and everything but limits
 * works. Immutable.
 */
public final class CgroupFactory {
    private static final Set<String> LIMITING = Set.of("memory", "cpu", "pids");
    private static final int PROBE_SECONDS = 30;

    /** The last line of a trial that was not cut short. */
    private static final String DONE = "done";

    private final List<Base> bases;
    private final String lead;

    /** @param controllers the controllers of groups made in {@code dir} */
    private record Base(Path dir, boolean unified, Set<String> controllers) {}

    private CgroupFactory(List<Base> bases, String homeId) {
        this.bases = bases;
        this.lead = "launcho." + homeId + ".";
    }

    public static CgroupFactory none() {
        return new CgroupFactory(List.of(), "");
    }

    public static CgroupFactory find(String homeId) {
        boolean systemd = Files.isDirectory(Path.of("/run/systemd/system"));
        return of(CgroupMounts.present(), homeId, systemd);
    }

    /**
     * Tries each place with a process that joins a group there: permissions alone prove nothing. Blocks, for milliseconds.
     *
     * @throws UncheckedIOException if the trial had no result: without groups there would be no limits
     */
    public static CgroupFactory of(List<CgroupMounts.Hierarchy> present, String homeId, boolean systemd) {
        boolean unified = present.stream().anyMatch(CgroupMounts.Hierarchy::unified);
        long self = ProcessHandle.current().pid();
        Map<Path, Base> candidates = new LinkedHashMap<>();
        for (CgroupMounts.Hierarchy h : present) {
            // The unified hierarchy counts CPU time whether or not it has the controller.
            Set<String> wanted = new HashSet<>(LIMITING);
            if (!unified) {
                wanted.add("cpuacct");
            }
            wanted.retainAll(h.controllers());
            if (h.unified() || !wanted.isEmpty()) {
                candidates.put(
                        h.own().resolve("launcho." + homeId + ".probe-" + self),
                        new Base(h.own(), h.unified(), wanted));
            }
        }
        List<Base> bases = new ArrayList<>();
        for (Path probe : joinable(candidates.keySet())) {
            bases.add(withControllers(candidates.get(probe), self, systemd));
        }
        return new CgroupFactory(List.copyOf(bases), homeId);
    }

    private static Base withControllers(Base base, long self, boolean systemd) {
        if (!base.unified()) {
            return base;
        }
        CgroupDelegation.Place place = CgroupDelegation.place(base.dir(), self, LIMITING, systemd);
        return new Base(place.dir(), true, place.controllers());
    }

    private static List<Path> joinable(Set<Path> groups) {
        List<Path> made = groups.stream().filter(CgroupFactory::makeFolder).toList();
        if (made.isEmpty()) {
            return made;
        }
        List<String> command = new ArrayList<>(List.of(
                SystemPrograms.path("sh"),
                "-c",
                "for g do echo 0 >\"$g/cgroup.procs\" && echo \"$g\"; done; echo " + DONE,
                "sh"));
        made.forEach(g -> command.add(g.toString()));
        try {
            List<String> joined = ProgramOutput.inTime(command, PROBE_SECONDS)
                    .orElse("")
                    .lines()
                    .toList();
            if (!joined.contains(DONE)) {
                throw new TimeoutException("its shell was ended");
            }
            return made.stream().filter(g -> joined.contains(g.toString())).toList();
        } catch (TimeoutException unknown) {
            String why = unknown.getMessage() == null ? "not in " + PROBE_SECONDS + " s" : unknown.getMessage();
            throw new UncheckedIOException(new IOException("it could not be tried whether instances can have cgroups: "
                    + why + "; start the server again when the machine has less to do"));
        } finally {
            made.forEach(CgroupFactory::removeFolder);
        }
    }

    private static boolean makeFolder(Path group) {
        try {
            Files.createDirectories(group);
            return true;
        } catch (IOException notOurs) {
            return false;
        }
    }

    /** Removes a group. The kernel may need a moment to let go of a group whose last member has just ended. */
    static boolean removeFolder(Path group) {
        for (int attempt = 0; attempt < 50; attempt++) {
            try {
                Files.deleteIfExists(group);
                return true;
            } catch (IOException busy) {
                try {
                    TimeUnit.MILLISECONDS.sleep(10);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
        }
        return false;
    }

    /** Returns whether instances get any group. */
    public boolean usable() {
        return !bases.isEmpty();
    }

    /** Returns whether this server can enforce a limit on {@code memory}, {@code cpu} or {@code pids}. */
    public boolean limits(String controller) {
        return bases.stream().anyMatch(b -> b.controllers().contains(controller));
    }

    /**
     * Makes the groups of a new instance and sets its limits.
     *
     * @throws IOException if a limit that this server can enforce could not be set
     */
    public InstanceGroup make(InstanceId id, Limits limits) throws IOException {
        List<Path> dirs = new ArrayList<>();
        for (Base base : bases) {
            // A group of its own in the cpu hierarchy changes an instance's share, so it is made only for a limit.
            boolean onlyCpu = !base.unified() && base.controllers().equals(Set.of("cpu"));
            Path dir = base.dir().resolve(lead + id.name());
            if ((!onlyCpu || limits.milliCpu() > 0) && makeFolder(dir)) {
                dirs.add(dir);
            }
        }
        InstanceGroup group = new InstanceGroup(dirs);
        try {
            CgroupLimits.set(dirs, limits, this::limits);
        } catch (IOException e) {
            group.remove();
            throw e;
        }
        return group;
    }

    /** Returns the groups of this home, made by any server, by the name of their instance. */
    public Map<String, InstanceGroup> present() {
        Map<String, List<Path>> dirs = new LinkedHashMap<>();
        for (Base base : bases) {
            try (DirectoryStream<Path> groups = Files.newDirectoryStream(base.dir(), lead + "*")) {
                for (Path group : groups) {
                    String name = group.getFileName().toString().substring(lead.length());
                    dirs.computeIfAbsent(name, n -> new ArrayList<>()).add(group);
                }
            } catch (IOException unreadable) {
                continue;
            }
        }
        Map<String, InstanceGroup> all = new LinkedHashMap<>();
        dirs.forEach((name, paths) -> all.put(name, new InstanceGroup(paths)));
        return all;
    }
}
