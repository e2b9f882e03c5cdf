package dev.launcho.core.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How far this server may go with what each process is limited in by itself, see getrlimit(2).
 *
 * @param files most open descriptors of a process
 * @param core most bytes of a core file
 */
record HardLimits(long files, long core) {
    private static final int CAP_SYS_RESOURCE = 24;

    static HardLimits ofThisServer() {
        Path proc = Path.of("/proc/self");
        boolean raises = (capabilities(proc) >> CAP_SYS_RESOURCE & 1) == 1;
        long kernels = CgroupFiles.number(Path.of("/proc/sys/fs/nr_open"));
        long files = raises && kernels > 0 ? kernels : hard(proc, "Max open files");
        return new HardLimits(files, raises ? Long.MAX_VALUE : hard(proc, "Max core file size"));
    }

    private static long capabilities(Path proc) {
        return CgroupFiles.read(proc.resolve("status"))
                .lines()
                .filter(line -> line.startsWith("CapEff:"))
                .findFirst()
                .map(line -> Long.parseUnsignedLong(line.substring(7).trim(), 16))
                .orElse(0L);
    }

    /** Lines are {@code NAME SOFT HARD UNIT}; what can't be read is taken to be without a bound. */
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
