package dev.launcho.cli;

import dev.launcho.cli.render.Console;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs what users run most, on a stand-in for a server in this process, so that the JVM learns which classes a client
 * needs: {@code ./launcho} keeps them in an archive. Prints nothing, touches nothing but a temporary folder.
 */
final class Rehearsal {
    private static final List<String> PLAY = List.of(
            "status",
            "status -o json",
            "logs web",
            "target get",
            "secret ls",
            "resource ls",
            "events --tail 5",
            "restart nobody",
            "complete -- logs w",
            "complete -- secret get w",
            "complete -- target set -",
            "version",
            "statsu",
            "--help",
            "target set --help");

    private Rehearsal() {}

    public static void main(String[] arguments) throws IOException, GeneralSecurityException, InterruptedException {
        SecurityProviders.keepThoseOfTls();
        Path home = Files.createTempDirectory("launcho-rehearsal-");
        try (StandIn server = StandIn.start(home)) {
            Console.system();
            Files.writeString(home.resolve("launcho-server-auth.yaml"), server.clientAuth());
            run(home, "status"); // As on the server's own machine.
            Files.writeString(home.resolve("launcho-client-auth.yaml"), server.clientAuth());
            PLAY.forEach(line -> run(home, line));
        } finally {
            remove(home);
        }
        System.exit(0);
    }

    private static void run(Path home, String line) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(Map.of("LAUNCHO_HOME", home.toString(), "LAUNCHO_WHICH", "", "COLUMNS", "120"));
        Console console = new Console(
                new ByteArrayInputStream(new byte[0]),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                EnumSet.allOf(Console.Stream.class),
                environment);
        ClientMain.run(console, environment, line.split(" "));
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
