package dev.launcho.core.process.kernel;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.failure.ServerShortage;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads /proc, see proc(5). A process that vanishes while it is looked at counts as absent. */
public final class ProcFs {
    private static final Path ROOT = Path.of("/proc");

    public static final long PAGE_BYTES = pageBytes();

    /** Bytes: 52 numbers of up to 20 digits, and a name of up to 64. */
    private static final int LONGEST_STAT = 1_500;

    private ProcFs() {}

    /** Returns the size of a page, which differs among machines; the kernel prints it for each mapping. */
    private static long pageBytes() {
        try (var lines = Files.lines(ROOT.resolve("self/smaps"), StandardCharsets.ISO_8859_1)) {
            return 1024
                    * lines.filter(line -> line.startsWith("KernelPageSize:"))
                            .findFirst()
                            .map(line -> Long.valueOf(line.replaceAll("[^0-9]", "")))
                            .orElse(4L);
        } catch (IOException | RuntimeException untold) {
            return 4096;
        }
    }

    /**
     * One line of /proc/PID/stat.
     *
     * @param cpuTicks CPU time of itself and of the children that it has waited for, fields 14 to 17
     * @param rssPages resident memory, field 24
     * @param threads field 20
     * @param startTicks field 22: start time since boot, in clock ticks; together with the pid it identifies a process
     *     for good
     */
    public record Stat(
            long pid,
            String name,
            char state,
            long parent,
            long session,
            int threads,
            long startTicks,
            long cpuTicks,
            long rssPages) {
        /** Returns whether the process is dead and waits to be reaped. If only its first thread has ended, the process lives on. */
        public boolean zombie() {
            return (state == 'Z' || state == 'X') && threads <= 1;
        }
    }

    public static Optional<Stat> stat(long pid) {
        try {
            return Optional.of(parse(text(pid + "/stat")));
        } catch (IOException | RuntimeException gone) {
            return Optional.empty();
        }
    }

    /** Reads a file with three system calls. {@link Files} needs nine, and very many such files are read. */
    private static String text(String file) throws IOException {
        try (FileInputStream in = new FileInputStream("/proc/" + file)) {
            byte[] bytes = new byte[LONGEST_STAT];
            int count = in.read(bytes);
            return new String(bytes, 0, Math.max(0, count), StandardCharsets.ISO_8859_1);
        }
    }

    /** Parses a line. The name stands in parentheses and may hold some itself, so fields are counted from the last parenthesis. */
    static Stat parse(String line) {
        int open = line.indexOf('(');
        int close = line.lastIndexOf(')');
        String[] rest = line.substring(close + 2).trim().split(" ");
        return new Stat(
                Long.parseLong(line.substring(0, open).trim()),
                line.substring(open + 1, close),
                rest[0].charAt(0),
                Long.parseLong(rest[1]),
                Long.parseLong(rest[3]),
                Integer.parseInt(rest[17]),
                Long.parseLong(rest[19]),
                Long.parseLong(rest[11])
                        + Long.parseLong(rest[12])
                        + Long.parseLong(rest[13])
                        + Long.parseLong(rest[14]),
                Long.parseLong(rest[21]));
    }

    public static List<Stat> all() {
        List<Stat> all = new ArrayList<>();
        try (DirectoryStream<Path> dirs = Files.newDirectoryStream(ROOT, "[0-9]*")) {
            for (Path dir : dirs) {
                stat(Long.parseLong(dir.getFileName().toString())).ifPresent(all::add);
            }
        } catch (IOException unreadable) {
            return all;
        }
        return all;
    }

    /**
     * Returns the first child of a process, as the process's own folder lists it. Asking all processes for their parent
     * would take too long where there are many; only a kernel without CONFIG_PROC_CHILDREN makes that necessary.
     */
    public static Optional<Long> child(long pid) {
        try {
            // The head is enough: an instance can give its shim as many children as it likes, clone(2), CLONE_PARENT.
            String first = text(pid + "/task/" + pid + "/children").split(" ", 2)[0];
            return first.isBlank() ? Optional.empty() : Optional.of(Long.valueOf(first));
        } catch (IOException gone) {
            return Files.exists(ROOT.resolve("thread-self/children"))
                    ? Optional.empty()
                    : ProcessHandle.of(pid)
                            .flatMap(p -> p.children().findFirst())
                            .map(ProcessHandle::pid);
        }
    }

    /** Returns whether the environment that a process was started with holds this entry; false where it can't be read. */
    public static boolean hasEnvironment(long pid, String entry) {
        return environment(pid).contains(entry);
    }

    /**
     * Returns the entries {@code NAME=value} of a process's environment, as many as execve(2) can pass; none where it
     * can't be read. Call it for processes of the server's own user only: it blocks as {@link EnvironmentScan} does.
     */
    public static List<String> environment(long pid) {
        try (FileInputStream in = new FileInputStream("/proc/" + pid + "/environ")) {
            return List.of(
                    new String(in.readNBytes(EnvironmentScan.MOST_BYTES), StandardCharsets.ISO_8859_1).split("\0"));
        } catch (IOException notOurs) {
            return List.of();
        }
    }

    /**
     * Returns the effective user of a process; empty if the process is gone. Asks for the owner of its folder: proc(5).
     * Unlike the owners of the files in it, this does not depend on whether the process may be dumped.
     */
    public static Optional<Long> effectiveUser(long pid) {
        try {
            return Optional.of(
                    Integer.toUnsignedLong((int) Files.getAttribute(ROOT.resolve(Long.toString(pid)), "unix:uid")));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** Returns whether a user is both the real and the effective one of a process (proc(5), status); false where it can't be seen. */
    public static boolean runsAs(long pid, long uid) {
        return users(pid).equals(List.of(uid, uid));
    }

    /** Returns the real and the effective user of a process; none where they can't be seen. */
    public static List<Long> users(long pid) {
        try (Stream<String> lines = Files.lines(ROOT.resolve(pid + "/status"), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith("Uid:"))
                    .flatMap(line ->
                            Stream.of(line.substring("Uid:".length()).trim().split("\\s+")))
                    .limit(2)
                    .map(Long::valueOf)
                    .toList();
        } catch (IOException | RuntimeException gone) {
            return List.of();
        }
    }

    /** Returns the working directory of a process; the root where it can't be read. */
    public static Path directory(long pid) {
        try {
            return Files.readSymbolicLink(ROOT.resolve(pid + "/cwd"));
        } catch (IOException notOurs) {
            return Path.of("/");
        }
    }

    public static String bootId() {
        try {
            return Files.readString(ROOT.resolve("sys/kernel/random/boot_id")).trim();
        } catch (IOException unknown) {
            return "";
        }
    }

    /** Returns how many descriptors a process has open; 0 where that can't be seen. */
    public static long descriptors(long pid) {
        Path fds = ROOT.resolve(pid + "/fd");
        try {
            // Since Linux 6.2 the size of the folder is the number.
            long size = Files.size(fds);
            return size > 0 ? size : count(fds);
        } catch (IOException gone) {
            return 0;
        }
    }

    /** Checks that a descriptor is left: without one, files look absent. @throws ServerShortage if none is left */
    public static void requireDescriptor() {
        try (FileInputStream own = new FileInputStream("/proc/self/stat")) {
            own.available();
        } catch (IOException noneLeft) {
            throw new ServerShortage(FailureKind.NO_DESCRIPTOR);
        }
    }

    private static long count(Path folder) throws IOException {
        long entries = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path ignored : all) {
                entries++;
            }
        }
        return entries;
    }
}
