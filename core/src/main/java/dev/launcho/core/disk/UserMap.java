package dev.launcho.core.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The user namespace that this process is in: user_namespaces(7). */
final class UserMap {
    private UserMap() {}

    /**
     * Returns the uid that files of users outside of the namespace seem to have. Empty where a user inside of it has
     * that uid, too, since the uid then proves nothing.
     */
    static Optional<Long> unmapped() throws IOException {
        long overflow = number(Files.readString(Path.of("/proc/sys/kernel/overflowuid")));
        for (String line : Files.readAllLines(Path.of("/proc/self/uid_map"))) {
            String[] words = line.strip().split("\\s+");
            long first = number(words[0]);
            if (overflow >= first && overflow - first < number(words[words.length - 1])) {
                return Optional.empty();
            }
        }
        return Optional.of(overflow);
    }

    private static long number(String text) throws IOException {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new IOException("/proc shows no number: " + text, e);
        }
    }
}
