package dev.launcho.bench.compare.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Linux's facts about processes, from proc(5). */
public final class Proc {
    /** USER_HZ, which is equal on all architectures that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;
    /** The index of a field among those after the name in brackets; see proc(5). */
    private static final int UTIME = 11;

    private static final int STIME = 12;

    private Proc() {}

    /** Returns the user and system time of a process that has not ended. */
    static double cpuSeconds(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) / TICKS_PER_SECOND;
    }

    static long residentBytes(long pid) throws IOException {
        return 1024 * number(Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")), "VmRSS:");
    }

    /** Returns the hard limit of open files, of this process and of those that it starts. */
    public static long mostDescriptors() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
            if (line.startsWith("Max open files")) {
                String hard = line.substring("Max open files".length()).strip().split("\\s+")[1];
                return hard.equals("unlimited") ? Integer.MAX_VALUE : Long.parseLong(hard);
            }
        }
        return 1024;
    }

    private static long number(List<String> lines, String name) throws IOException {
        for (String line : lines) {
            if (line.startsWith(name)) {
                return Long.parseLong(line.substring(name.length()).strip().split(" ")[0]);
            }
        }
        throw new IOException("no " + name);
    }
}
