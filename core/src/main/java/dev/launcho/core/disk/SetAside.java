package dev.launcho.core.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;

/** Moves a file that is damaged out of the way: one of each name is kept, to be looked at. */
public final class SetAside {
    private SetAside() {}

    /** @param meaning what follows from it, begun with a comma or the like; may be empty */
    public static void move(Path file, String meaning, Consumer<String> warnings) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        warnings.accept(
                file.getFileName() + " could not be read and was set aside as " + aside.getFileName() + meaning);
    }
}
