package dev.launcho.core.process.system;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** The scripts in the jar with which the server starts instances. */
public final class ShimScripts {
    private ShimScripts() {}

    public static String text(String name) throws IOException {
        try (InputStream in = ShimScripts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Returns {@code stage.sh}, filled in for this machine. */
    public static String stage() throws IOException {
        return words("stage.sh").replace("@machines@", ElfHeader.octal(ElfHeader.ofThisMachine()));
    }

    /** Returns a script without its comments, to be passed as an argument. */
    public static String words(String name) throws IOException {
        return text(name).lines().filter(line -> !line.startsWith("#")).collect(Collectors.joining("\n"));
    }
}
