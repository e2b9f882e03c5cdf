package dev.launcho.cli.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** What /proc says of a home's instances, asked of nobody else. */
final class Census {
    private static final Path PROC = Path.of("/proc");
    private static final String MARK = "LAUNCHO_INSTANCE=";

    private Census() {}

    /**
     * A process that carries the mark.
     *
     * @param instance its name
     * @param version {@code VERSION} in its environment, or empty
     * @param command its words, joined by blanks
     */
    record Member(long pid, long parent, String instance, String version, String command) {
        boolean isApp() {
            return command.startsWith("sleep ")
                    || command.contains(ChaosApp.class.getName()) && !command.contains("shim.sh");
        }

        boolean isShim() {
            return command.contains("shim.sh") && command.startsWith("/bin/sh ");
        }
    }

    /** All that carry the mark of this home; zombies are not counted. */
    static List<Member> of(String homeId) {
        List<Member> members = new ArrayList<>();
        try (DirectoryStream<Path> dirs = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path dir : dirs) {
                member(dir, homeId).ifPresent(members::add);
            }
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
        return members;
    }

    private static Optional<Member> member(Path dir, String homeId) {
        try {
            String lead = MARK + homeId + ".";
            String instance = "";
            String version = "";
            for (String entry : words(dir.resolve("environ"))) {
                instance = entry.startsWith(lead) ? entry.substring(entry.lastIndexOf('/') + 1) : instance;
                version = entry.startsWith("VERSION=") ? entry.substring("VERSION=".length()) : version;
            }
            String stat = Files.readString(dir.resolve("stat"), StandardCharsets.ISO_8859_1);
            String[] rest = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            if (instance.isEmpty() || rest[0].equals("Z") || rest[0].equals("X")) {
                return Optional.empty();
            }
            return Optional.of(new Member(
                    Long.parseLong(dir.getFileName().toString()),
                    Long.parseLong(rest[1]),
                    instance,
                    version,
                    String.join(" ", words(dir.resolve("cmdline")))));
        } catch (IOException | RuntimeException gone) {
            return Optional.empty();
        }
    }

    private static String[] words(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1).split("\0");
    }

    /** Ports of this range that somebody listens on. */
    static TreeSet<Integer> listening(int first, int end) throws IOException {
        TreeSet<Integer> ports = new TreeSet<>();
        for (String file : List.of("net/tcp", "net/tcp6")) {
            Path table = PROC.resolve(file);
            List<String> lines =
                    Files.exists(table) ? Files.readAllLines(table, StandardCharsets.ISO_8859_1) : List.of();
            for (String line : lines) {
                String[] fields = line.trim().split("\\s+");
                if (fields.length > 3 && fields[3].equals("0A")) {
                    int port = Integer.parseInt(fields[1].substring(fields[1].lastIndexOf(':') + 1), 16);
                    if (port >= first && port < end) {
                        ports.add(port);
                    }
                }
            }
        }
        return ports;
    }

    static int descriptors(long pid) throws IOException {
        return entries(PROC.resolve(pid + "/fd"));
    }

    static int threads(long pid) throws IOException {
        return entries(PROC.resolve(pid + "/task"));
    }

    private static int entries(Path folder) throws IOException {
        try (var all = Files.list(folder)) {
            return (int) all.count();
        }
    }

    static boolean alive(long pid) {
        try {
            String stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            // The first thread ends before the others, which may still answer.
            return state != 'Z' && state != 'X' || threads(pid) > 1;
        } catch (IOException gone) {
            return false;
        }
    }
}
