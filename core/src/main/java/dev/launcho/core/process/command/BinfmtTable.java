package dev.launcho.core.process.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The formats that the kernel starts with an interpreter, as for programs of other processors: binfmt_misc, see
 * Documentation/admin-guide/binfmt-misc.rst of Linux. Immutable.
 *
 * @param entries the fields of each entry, by name
 */
record BinfmtTable(List<Map<String, String>> entries) {
    static final Path KERNELS = Path.of("/proc/sys/fs/binfmt_misc");

    /** @param folder with one file for each entry */
    static BinfmtTable read(Path folder) {
        List<Map<String, String>> entries = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Map<String, String> fields = new HashMap<>();
                Files.readAllLines(file, StandardCharsets.ISO_8859_1).forEach(line -> {
                    int space = line.indexOf(' ');
                    fields.put(line.substring(0, Math.max(space, 0)), line.substring(space + 1));
                });
                entries.add(Map.copyOf(fields));
            }
        } catch (IOException | DirectoryIteratorException none) {
            return new BinfmtTable(List.copyOf(entries));
        }
        return new BinfmtTable(List.copyOf(entries));
    }

    /** Returns whether an entry is for files with this name, or with these first bytes. */
    boolean has(String file, byte[] head) {
        return entries.stream()
                .anyMatch(e -> e.containsKey("extension") ? file.endsWith(e.get("extension")) : matches(e, head));
    }

    private static boolean matches(Map<String, String> entry, byte[] head) {
        try {
            byte[] magic = HexFormat.of().parseHex(entry.getOrDefault("magic", ""));
            byte[] mask = HexFormat.of().parseHex(entry.getOrDefault("mask", "ff".repeat(magic.length)));
            int offset = Integer.parseInt(entry.getOrDefault("offset", "0"));
            boolean same = magic.length > 0 && offset + magic.length <= head.length;
            for (int i = 0; same && i < magic.length; i++) {
                same = ((head[offset + i] ^ magic[i]) & mask[i]) == 0;
            }
            return same;
        } catch (IllegalArgumentException | IndexOutOfBoundsException unknown) {
            return false;
        }
    }
}
