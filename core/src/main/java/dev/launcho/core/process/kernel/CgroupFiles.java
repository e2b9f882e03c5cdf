package dev.launcho.core.process.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Reads and writes the small files of a cgroup. A group that vanishes meanwhile reads as empty. */
public final class CgroupFiles {
    private CgroupFiles() {}

    /** Writes to a file that exists: a name that the kernel does not know is an error. */
    public static void write(Path file, String text) throws IOException {
        Files.write(file, text.getBytes(StandardCharsets.US_ASCII), StandardOpenOption.WRITE);
    }

    public static boolean tryWrite(Path file, String text) {
        try {
            write(file, text);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    public static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.US_ASCII).trim();
        } catch (IOException gone) {
            return "";
        }
    }

    public static List<String> words(Path file) {
        String text = read(file);
        return text.isEmpty() ? List.of() : List.of(text.split("\\s+"));
    }

    /** Returns the number in a file; -1 where it holds none, like {@code max}. */
    public static long number(Path file) {
        return parse(read(file));
    }

    /** Returns the number beside {@code name} in a file of lines {@code NAME NUMBER}; -1 if there is none. */
    public static long field(Path file, String name) {
        return read(file)
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .findFirst()
                .map(line -> parse(line.substring(name.length() + 1).trim()))
                .orElse(-1L);
    }

    private static long parse(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException none) {
            return -1;
        }
    }

    /** Returns the members of a group, without those of another PID namespace, which the kernel shows as 0. */
    public static List<Long> pids(Path group) {
        return words(group.resolve("cgroup.procs")).stream()
                .map(CgroupFiles::parse)
                .filter(pid -> pid > 0)
                .toList();
    }
}
