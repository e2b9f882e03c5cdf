package dev.launcho.core.process.cgroup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The place of this process in each cgroup hierarchy of the machine, see cgroups(7). Pure except for {@link #present}. */
public final class CgroupMounts {
    private CgroupMounts() {}

    /**
     * @param own folder of the group that this process is in
     * @param unified whether it is version 2, whose controllers are listed in the folder's files
     * @param controllers the controllers of a hierarchy of version 1
     */
    public record Hierarchy(Path own, boolean unified, Set<String> controllers) {}

    /** Returns the hierarchies; none where there is no /proc or nothing is mounted. */
    public static List<Hierarchy> present() {
        try {
            return read(lines("/proc/self/cgroup"), lines("/proc/self/mountinfo"));
        } catch (IOException | RuntimeException none) {
            return List.of();
        }
    }

    private static List<String> lines(String file) throws IOException {
        return Files.readAllLines(Path.of(file), StandardCharsets.ISO_8859_1);
    }

    /**
     * @param cgroup lines {@code ID:CONTROLLER,...:PATH}
     * @param mounts lines of proc_pid_mountinfo(5)
     */
    static List<Hierarchy> read(List<String> cgroup, List<String> mounts) {
        List<Hierarchy> all = new ArrayList<>();
        for (String line : cgroup) {
            String[] f = line.split(":", 3);
            Set<String> controllers = f[1].isEmpty() ? Set.of() : Set.of(f[1].split(","));
            for (String mount : mounts) {
                Optional<Path> own = own(mount, controllers, f[2]);
                if (own.isPresent()) {
                    all.add(new Hierarchy(own.get(), controllers.isEmpty(), controllers));
                    break;
                }
            }
        }
        return all;
    }

    /**
     * Returns the folder of a group below a mount. A path that leaves the mounted part ({@code /..}), or that mountinfo
     * escapes, can't be used.
     */
    private static Optional<Path> own(String mount, Set<String> controllers, String path) {
        String[] halves = mount.split(" - ", 2);
        String[] left = halves[0].split(" ");
        String[] right = halves[1].split(" ");
        boolean same = controllers.isEmpty()
                ? right[0].equals("cgroup2")
                : right[0].equals("cgroup") && Set.of(right[2].split(",")).containsAll(controllers);
        String root = left[3].equals("/") ? "" : left[3];
        String point = left[4];
        boolean below = path.equals(root) || path.startsWith(root + "/");
        if (!same || !below || path.startsWith("/..") || point.indexOf('\\') >= 0) {
            return Optional.empty();
        }
        return Optional.of(Path.of(point + path.substring(root.length())));
    }
}
