package dev.launcho.core.process.system;

import dev.launcho.core.process.kernel.CgroupFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The highest limits that this server may give to a single process, see getrlimit(2).
 *
 * @param files most open descriptors of a process
 * @param core most bytes of a core file
 */
public record HardLimits(long files, long core) {
    /** CAP_SETUID has the next number. */
    private static final int CAP_SETGID = 6;

    public static final int CAP_SYS_RESOURCE = 24;

    public static HardLimits ofThisServer() {
        Path proc = Path.of("/proc/self");
        boolean raises = (capabilities(proc) >> CAP_SYS_RESOURCE & 1) == 1;
        long kernels = CgroupFiles.number(Path.of("/proc/sys/fs/nr_open"));
        long files = raises && kernels > 0 ? kernels : hard(proc, "Max open files");
        return new HardLimits(files, raises ? Long.MAX_VALUE : hard(proc, "Max core file size"));
    }

    /** Returns whether the server has CAP_SETUID and CAP_SETGID. */
    static boolean changesUser() {
        return (capabilities(Path.of("/proc/self")) >> CAP_SETGID & 3) == 3;
    }

    /** Returns whether the server has this capability, by its number. */
    public static boolean has(int capability) {
        return (capabilities(Path.of("/proc/self")) >> capability & 1) == 1;
    }

    private static long capabilities(Path proc) {
        return CgroupFiles.read(proc.resolve("status"))
                .lines()
                .filter(line -> line.startsWith("CapEff:"))
                .findFirst()
                .map(line -> Long.parseUnsignedLong(line.substring(7).trim(), 16))
                .orElse(0L);
    }

    /** Reads a hard limit from lines {@code NAME SOFT HARD UNIT}; one that can't be read counts as unlimited. */
    private static long hard(Path proc, String name) {
        try {
            return Files.readAllLines(proc.resolve("limits")).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(name.length()).trim().split("\\s+")[1])
                    .filter(word -> word.matches("[0-9]+"))
                    .findFirst()
                    .map(Long::valueOf)
                    .orElse(Long.MAX_VALUE);
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }
}
