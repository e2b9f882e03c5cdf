package dev.launcho.bench.compare.peer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of Java processes: the server's flags, but less memory. */
final class Jvm {
    /** The first JDK that warns of Netty's native access unless flags allow it. */
    private static final int WARNING_JDK = 24;

    private Jvm() {}

    /** Returns the command up to the class path; the name of a class has to follow. */
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
