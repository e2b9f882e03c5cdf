package dev.launcho.core.process.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The mounted file systems and their options: proc(5), {@code /proc/self/mountinfo}. */
public final class MountTable {
    private static final Path MOUNTINFO = Path.of("/proc/self/mountinfo");

    /** Flags of a mount that restrict what can be done there, or that govern access times. */
    public static final Set<String> FLAGS =
            Set.of("nosuid", "nodev", "noexec", "noatime", "nodiratime", "relatime", "nosymfollow");

    /** @param at the mount point; of several mounts at one point the last counts */
    public record Mount(String at, List<String> options) {}

    private MountTable() {}

    /** Returns the mounts that this server sees, in the order in which they were made. */
    public static List<Mount> all() throws IOException {
        return all(lines());
    }

    /** A mount point may have any bytes; one that is not UTF-8 must not hide the others. */
    private static List<String> lines() throws IOException {
        return List.of(new String(Files.readAllBytes(MOUNTINFO), StandardCharsets.UTF_8).split("\n"));
    }

    private static List<Mount> all(List<String> mountinfo) {
        return mountinfo.stream()
                .map(line -> line.split(" "))
                .filter(fields -> fields.length >= 6)
                .map(fields -> new Mount(unescaped(fields[4]), Arrays.asList(fields[5].split(","))))
                .toList();
    }

    /** Returns the mount that holds a file. */
    public static Optional<Mount> holding(String file, List<Mount> mounts) {
        Mount found = null;
        for (Mount mount : mounts) {
            if ((found == null || mount.at().length() >= found.at().length()) && isBelow(file, mount.at())) {
                found = mount;
            }
        }
        return Optional.ofNullable(found);
    }

    /** Returns the mount point of a file's file system, if that is mounted with noexec. */
    public static Optional<String> noexec(String file) {
        try {
            return noexec(file, lines());
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    public static Optional<String> noexec(String file, List<String> mountinfo) {
        return holding(file, all(mountinfo))
                .filter(mount -> mount.options().contains("noexec"))
                .map(Mount::at);
    }

    /** Returns whether a path is this mount point, or lies below it. */
    public static boolean isBelow(String file, String mount) {
        return mount.equals("/") ? file.startsWith("/") : file.equals(mount) || file.startsWith(mount + "/");
    }

    private static String unescaped(String field) {
        return field.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
