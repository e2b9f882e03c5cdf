package dev.launcho.cli.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.cli.protocol.Auth;
import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.core.config.ConfigReader;
import dev.launcho.core.target.TargetReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Odd requests to a real server with a heap of 128 MB, and odd files to the readers: no 5xx, no stack trace, nothing that
 * takes more than two seconds. {@code -Dlauncho.fuzz.requests} and {@code -Dlauncho.fuzz.seed} say how many and which.
 */
class FuzzTest {
    private static final int REQUESTS = Integer.getInteger("launcho.fuzz.requests", 100);
    private static final long SEED = Long.getLong("launcho.fuzz.seed", new Random().nextLong());
    private static final int SHOWN = 2000;
    private static final long SLOW_NANOS = 2_000_000_000L;

    @TempDir
    Path directory;

    @Test
    void requests_ofAllKinds_areAnsweredOrRefusedAtOnce() throws Exception {
        System.out.println("fuzz: " + REQUESTS + " requests, -Dlauncho.fuzz.seed=" + SEED);
        Random random = new Random(SEED);
        try (FuzzedServer server = FuzzedServer.start(directory.resolve("home"))) {
            Auth auth = AuthFile.read(directory.resolve("home/launcho-server-auth.yaml"));
            Requests requests = new Requests(random, auth.token());
            try (Caller caller = new Caller(server.port())) {
                caller.call(requests.good()); // The first one has classes to load.
                for (int i = 0; i < REQUESTS; i++) {
                    Requests.One request = requests.next();
                    long from = System.nanoTime();
                    String answer = caller.call(request);
                    long took = System.nanoTime() - from;
                    String text = new String(request.bytes(), StandardCharsets.ISO_8859_1);
                    String what = "request " + i + " of seed " + SEED + ": "
                            + text.substring(0, Math.min(SHOWN, text.length()));
                    assertThat(answer).as(what).doesNotStartWith("HTTP/1.1 5").doesNotContain("Exception", "\tat ");
                    if (!answer.startsWith("HTTP/1.1 401 ")) { // Those who show no token are kept waiting.
                        assertThat(took).as(what).isLessThan(SLOW_NANOS);
                    }
                }
            }
            assertThat(server.output()).as("seed " + SEED).doesNotContain("Exception", "OutOfMemory", "\tat ", "LEAK");
            assertThat(server.alive()).isTrue();
        }
    }

    @Test
    void files_ofAllKinds_areReadOrRefusedAtOnce() throws IOException {
        System.out.println("fuzz: " + REQUESTS + " files, -Dlauncho.fuzz.seed=" + SEED);
        Requests requests = new Requests(new Random(SEED), "");
        Path auth = directory.resolve("auth.yaml");
        for (int i = 0; i < REQUESTS; i++) {
            byte[] file = requests.file();
            long from = System.nanoTime();
            TargetReader.read("target.yaml", file);
            ConfigReader.read("config.yaml", file);
            if (i % 10 == 0) {
                Files.write(auth, file);
                try {
                    AuthFile.read(auth);
                } catch (AuthFile.Bad | IOException e) {
                    // Whatever it says, it says it in a line.
                    assertThat(String.valueOf(e.getMessage()).lines().count()).isLessThan(20);
                }
            }
            assertThat(System.nanoTime() - from)
                    .as("file " + i + " of seed " + SEED)
                    .isLessThan(SLOW_NANOS);
        }
    }
}
