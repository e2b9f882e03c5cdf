package dev.launcho.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Operations on temporary folders. */
final class Folders {
    private Folders() {}

    /** Deletes a folder and its content, as far as possible. */
    static void delete(Path folder) {
        try (Stream<Path> found = Files.walk(folder)) {
            List<Path> inside = found.sorted(Comparator.reverseOrder()).toList();
            for (Path each : inside) {
                Files.deleteIfExists(each);
            }
        } catch (IOException left) {
            System.err.println("left over: " + folder + ": " + left.getMessage());
        }
    }
}
