package dev.launcho.cli.server.notify;

import dev.launcho.core.text.QuotedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name of this machine in messages, without asking a name server. */
final class MachineName {
    private static final Path FILE = Path.of("/proc/sys/kernel/hostname");
    private static final String UNKNOWN = "launcho";

    private MachineName() {}

    static String read() {
        try {
            String name = QuotedText.bare(Files.readString(FILE).strip());
            return name.isEmpty() ? UNKNOWN : name;
        } catch (IOException e) {
            return UNKNOWN;
        }
    }
}
