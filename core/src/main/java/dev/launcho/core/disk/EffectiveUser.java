package dev.launcho.core.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/** The user and the groups that this process acts as, from {@code /proc/self/status}: proc(5). */
public final class EffectiveUser {
    private static final Path STATUS = Path.of("/proc/self/status");
    /** The order is: real, effective, saved, of the file system. */
    private static final int EFFECTIVE = 1;

    private EffectiveUser() {}

    /**
     * The effective ids of a process.
     *
     * @param groups the effective group and the supplementary groups
     */
    public record Ids(long uid, long gid, Set<Long> groups) {
        public boolean root() {
            return uid == 0;
        }
    }

    /** Returns the ids of this process. */
    public static Ids ids() throws IOException {
        return new Ids(uid(), gid(), groups());
    }

    public static boolean isRoot() throws IOException {
        return uid() == 0;
    }

    public static long uid() throws IOException {
        return numbers("Uid:")[EFFECTIVE];
    }

    private static long gid() throws IOException {
        return numbers("Gid:")[EFFECTIVE];
    }

    /** Returns the effective group and the supplementary groups. */
    public static Set<Long> groups() throws IOException {
        Set<Long> all = new TreeSet<>();
        Arrays.stream(numbers("Groups:")).forEach(all::add);
        all.add(gid());
        return all;
    }

    private static long[] numbers(String name) throws IOException {
        for (String line : Files.readAllLines(STATUS, StandardCharsets.ISO_8859_1)) {
            if (line.startsWith(name)) {
                return Arrays.stream(line.substring(name.length()).strip().split("\\s+"))
                        .filter(word -> !word.isEmpty())
                        .mapToLong(Long::parseLong)
                        .toArray();
            }
        }
        throw new IOException(STATUS + " has no line \"" + name + "\"");
    }
}
