package dev.launcho.cli.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.cli.protocol.Auth;
import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.cli.server.RawSockets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Odd requests to a real server with a heap of 128 MB, and odd files to the readers: no 5xx, no stack trace, nothing that
 * takes more than two seconds. {@code -Dlauncho.fuzz.cases} says how many of each, {@code -Dlauncho.fuzz.seed} which, and
 * {@code -Dlauncho.fuzz.case} the number of a single one.
 */
@Tag("attack")
class FuzzTest {
    private static final int CASES = Integer.getInteger("launcho.fuzz.cases", 300);
    private static final int ONE = Integer.getInteger("launcho.fuzz.case", -1);
    private static final long SEED = Long.getLong("launcho.fuzz.seed", new Random().nextInt(1_000_000));

    /** Some of them wait: for more of an answer, or because the token was wrong. */
    private static final int CALLERS = 16;

    @TempDir
    Path directory;

    @Test
    void requests_ofAllKinds_areAnsweredOrRefusedAtOnce() throws Exception {
        try (FuzzedServer server = FuzzedServer.start(directory.resolve("home"))) {
            Auth auth = AuthFile.read(directory.resolve("home/launcho-server-auth.yaml"));
            Requests requests = new Requests();
            Campaign campaign = new Campaign(
                    SEED,
                    requests::next,
                    () -> new RequestTrial(new RequestCaller(server.port(), auth, RawSockets.context())));
            try (RequestCaller first = new RequestCaller(server.port(), auth, RawSockets.context())) {
                Requests.first()
                        .forEach(request -> assertThat(status(first, request)).isEqualTo(200));
            }
            List<String> faults = run("requests", campaign, CALLERS);
            assertThat(faults).as("seed " + SEED).isEmpty();
            assertThat(server.output().lines().filter(FuzzTest::tellsOfAFault))
                    .as("seed " + SEED)
                    .isEmpty();
            assertThat(server.alive()).isTrue();
        }
    }

    @Test
    void files_ofAllKinds_areReadOrRefusedAtOnce() throws Exception {
        AtomicInteger readers = new AtomicInteger();
        Campaign campaign = new Campaign(
                SEED,
                OddFiles::next,
                () -> new FileTrial(directory.resolve("auth-" + readers.incrementAndGet() + ".yaml")));
        assertThat(run("files", campaign, Runtime.getRuntime().availableProcessors()))
                .as("seed " + SEED)
                .isEmpty();
    }

    private static boolean tellsOfAFault(String line) {
        return Stream.of("Exception", "OutOfMemory", "\tat ", "LEAK").anyMatch(line::contains);
    }

    private static int status(RequestCaller caller, byte[] request) {
        try {
            return caller.call(request).get(0).status();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> run(String what, Campaign campaign, int threads) throws Exception {
        System.out.println(
                "fuzz: " + (ONE < 0 ? CASES + " " + what : what + ", case " + ONE) + ", -Dlauncho.fuzz.seed=" + SEED);
        long from = System.nanoTime();
        List<String> faults = ONE < 0 ? campaign.run(0, CASES, threads) : campaign.run(ONE, ONE + 1, 1);
        System.out.println("fuzz: " + what + " took " + (System.nanoTime() - from) / 1_000_000_000 + " s");
        return faults;
    }
}
