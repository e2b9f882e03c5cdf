package dev.launcho.bench.compare.peer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How Java processes are started: with the server's flags, but less memory. */
final class Jvm {
    /** From here on the JVM warns of what Netty does, unless it is told that it is fine. */
    private static final int WARNING_JDK = 24;

    private Jvm() {}

    /** Up to the class path; the name of a class follows. */
    static List<String> command(String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-Xmx64m"));
        if (Runtime.version().feature() >= WARNING_JDK) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        return command;
    }
}
