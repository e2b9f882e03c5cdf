package dev.launcho.core.process.system;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Programs in the machine's folders that give extra privileges to the user who starts them: by setuid, setgid or file
 * capabilities. Where new privileges are not allowed they start all the same, and then fail with their own messages.
 * Thread-safe.
 */
public final class PrivilegedPrograms {
    private static final List<String> FOLDERS =
            List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

    private static final int SETUID_OR_SETGID = 06000;
    private static final long FRESH_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int SECONDS = 5;

    private Map<String, Path> byName = Map.of();
    private boolean looked;
    private long at;

    /**
     * Returns the first such program that one of these words (names or paths) names. Blocks for some milliseconds, at
     * most once a minute.
     */
    public Optional<Path> first(List<String> words) {
        Map<String, Path> known = known();
        return words.stream()
                .map(word -> known.get(word.substring(word.lastIndexOf('/') + 1)))
                .filter(Objects::nonNull)
                .findFirst();
    }

    private synchronized Map<String, Path> known() {
        long now = System.nanoTime();
        if (!looked || now - at > FRESH_NANOS) {
            byName = find();
            looked = true;
            at = now;
        }
        return byName;
    }

    private static Map<String, Path> find() {
        Map<String, Path> found = new HashMap<>();
        for (String folder : FOLDERS) {
            // /bin is a link to /usr/bin on most machines, and /usr/bin/sudo is what people write.
            try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(folder))) {
                for (Path file : files) {
                    if (gives(file)) {
                        found.putIfAbsent(file.getFileName().toString(), file);
                    }
                }
            } catch (IOException absent) {
                continue;
            }
        }
        withCapabilities().forEach(file -> found.putIfAbsent(file.getFileName().toString(), file));
        return Map.copyOf(found);
    }

    private static boolean gives(Path file) {
        try {
            int mode = (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            return (mode & SETUID_OR_SETGID) != 0 && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException gone) {
            return false;
        }
    }

    /** Asks getcap(8), since Java can't read capabilities. Lines are {@code /usr/bin/ping cap_net_raw=ep}. */
    private static List<Path> withCapabilities() {
        Optional<Path> getcap = SystemTools.program("getcap");
        if (getcap.isEmpty()) {
            return List.of();
        }
        List<String> command = new ArrayList<>(List.of(getcap.get().toString(), "-r"));
        command.addAll(FOLDERS);
        return ProgramOutput.of(command, SECONDS)
                .orElse("")
                .lines()
                .map(line -> line.split(" ")[0])
                .filter(path -> path.startsWith("/"))
                .map(Path::of)
                .toList();
    }
}
