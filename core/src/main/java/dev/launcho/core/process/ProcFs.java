package dev.launcho.core.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads /proc, see proc(5). Processes that vanish while they are looked at are as if they had never been there. */
final class ProcFs {
    private static final Path ROOT = Path.of("/proc");

    static final long PAGE_BYTES = pageBytes();

    /** Bytes: 52 numbers of up to 20 digits, and a name of up to 64. */
    private static final int LONGEST_STAT = 1_500;

    private ProcFs() {}

    /** Differs among machines; the kernel tells it for each mapping. */
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
     * @param cpuTicks used by itself and by the children that it has waited for, fields 14 to 17
     * @param rssPages resident memory, field 24
     * @param threads field 20
     * @param startTicks field 22: start time since boot, in clock ticks; with the pid it names a process for good
     */
    record Stat(
            long pid,
            String name,
            char state,
            long parent,
            long session,
            int threads,
            long startTicks,
            long cpuTicks,
            long rssPages) {
        /** Dead, and only not waited for. Where only its first thread has ended, a process lives on. */
        boolean zombie() {
            return (state == 'Z' || state == 'X') && threads <= 1;
        }
    }

    static Optional<Stat> stat(long pid) {
        try {
            return Optional.of(parse(text(pid + "/stat")));
        } catch (IOException | RuntimeException gone) {
            return Optional.empty();
        }
    }

    /** In three system calls, which {@link Files} does in nine: of this many are read. */
    private static String text(String file) throws IOException {
        try (FileInputStream in = new FileInputStream("/proc/" + file)) {
            byte[] bytes = new byte[LONGEST_STAT];
            int count = in.read(bytes);
            return new String(bytes, 0, Math.max(0, count), StandardCharsets.ISO_8859_1);
        }
    }

    /** The name is in parentheses and may itself hold some, so fields are counted from the last one. */
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

    static List<Stat> all() {
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
     * The first child of a process. Asked of the process itself, for all of them to be asked for their parent would take
     * too long where there are many; only a kernel without CONFIG_PROC_CHILDREN makes that necessary.
     */
    static Optional<Long> child(long pid) {
        Path children = ROOT.resolve(pid + "/task/" + pid + "/children");
        try {
            String first =
                    Files.readString(children, StandardCharsets.ISO_8859_1).split(" ", 2)[0];
            return first.isBlank() ? Optional.empty() : Optional.of(Long.valueOf(first));
        } catch (IOException gone) {
            return Files.exists(ROOT.resolve("thread-self/children"))
                    ? Optional.empty()
                    : ProcessHandle.of(pid)
                            .flatMap(p -> p.children().findFirst())
                            .map(ProcessHandle::pid);
        }
    }

    /** Whether the environment that a process was started with holds this entry; false where it can't be read. */
    static boolean hasEnvironment(long pid, String entry) {
        return environment(pid).contains(entry);
    }

    /** {@code NAME=value} each; none where it can't be read. */
    static List<String> environment(long pid) {
        try {
            return List.of(Files.readString(ROOT.resolve(pid + "/environ"), StandardCharsets.ISO_8859_1)
                    .split("\0"));
        } catch (IOException notOurs) {
            return List.of();
        }
    }

    /** The directory that a process is in; the root where it can't be told. */
    static Path directory(long pid) {
        try {
            return Files.readSymbolicLink(ROOT.resolve(pid + "/cwd"));
        } catch (IOException notOurs) {
            return Path.of("/");
        }
    }

    static String bootId() {
        try {
            return Files.readString(ROOT.resolve("sys/kernel/random/boot_id")).trim();
        } catch (IOException unknown) {
            return "";
        }
    }

    /** Inodes of the sockets that listen on a TCP port, IPv4 and IPv6; port 0 = {@code "PORT INODE"} of all. */
    static List<String> listeners(int port) {
        List<String> inodes = new ArrayList<>();
        for (String file : List.of("net/tcp", "net/tcp6")) {
            try (var lines = Files.lines(ROOT.resolve(file), StandardCharsets.ISO_8859_1)) {
                lines.skip(1)
                        .map(l -> l.trim().split("\\s+"))
                        .filter(f -> f[3].equals("0A"))
                        .forEach(f -> {
                            int local = Integer.parseInt(f[1].substring(f[1].lastIndexOf(':') + 1), 16);
                            if (port == 0) {
                                inodes.add(local + " " + f[9]);
                            } else if (local == port) {
                                inodes.add(f[9]);
                            }
                        });
            } catch (IOException | RuntimeException absent) {
                continue;
            }
        }
        return inodes;
    }

    /** Inodes of the sockets that a process holds open. */
    static List<String> sockets(long pid) {
        List<String> inodes = new ArrayList<>();
        try (DirectoryStream<Path> fds = Files.newDirectoryStream(ROOT.resolve(pid + "/fd"))) {
            for (Path fd : fds) {
                socket(fd).ifPresent(inodes::add);
            }
        } catch (IOException notOurs) {
            return inodes;
        }
        return inodes;
    }

    /** How many descriptors a process has open; 0 where that can't be seen. */
    static long descriptors(long pid) {
        Path fds = ROOT.resolve(pid + "/fd");
        try {
            // Since Linux 6.2 the size of the folder is the number.
            long size = Files.size(fds);
            return size > 0 ? size : count(fds);
        } catch (IOException gone) {
            return 0;
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

    private static Optional<String> socket(Path fd) {
        try {
            String target = Files.readSymbolicLink(fd).toString();
            return target.startsWith("socket:[")
                    ? Optional.of(target.substring(8, target.length() - 1))
                    : Optional.empty();
        } catch (IOException closed) {
            return Optional.empty();
        }
    }
}
