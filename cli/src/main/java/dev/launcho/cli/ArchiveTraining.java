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
 * A training run for the archive of the classes that a client needs, which {@code ./launcho} keeps. It runs the most
 * frequent commands against a stand-in for a server in this process. It prints nothing and touches only a temporary
 * folder.
 */
final class ArchiveTraining {
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

    private ArchiveTraining() {}

    public static void main(String[] arguments) throws IOException, GeneralSecurityException, InterruptedException {
        SecurityProviders.keepThoseOfTls();
        Path home = Files.createTempDirectory("launcho-rehearsal-");
        try (ArchiveTrainingServer server = ArchiveTrainingServer.start(home)) {
            Console.system();
            Files.writeString(home.resolve("launcho-server-auth.yaml"), server.serverAuth());
            run(home, "status"); // On the server's own machine.
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
