package dev.launcho.core.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;

/** Moves damaged files out of the way. One file of each name is kept for inspection. */
public final class SetAside {
    private SetAside() {}

    /** @param meaning the consequence, which begins with a comma or the like; may be empty */
    public static void move(Path file, String meaning, Consumer<String> warnings) throws IOException {
        Path aside = move(file);
        warnings.accept(
                file.getFileName() + " could not be read and was set aside as " + aside.getFileName() + meaning);
    }

    /** Returns where the file is now. */
    public static Path move(Path file) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        return Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
    }
}
