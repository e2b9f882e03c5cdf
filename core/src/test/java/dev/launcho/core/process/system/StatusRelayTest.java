package dev.launcho.core.process.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.failure.ServerShortage;
import dev.launcho.core.process.HostFixture;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A check's status arrives, and nothing else of what its user writes. */
@Tag("attack")
class StatusRelayTest {
    private final SystemTools tools = tools();

    @TempDir
    private Path dir;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            echo 0; kill -s KILL $$        | 0
            echo 7; exit 3                 | 7
            echo 143                       | 143
            exit 3                         | 3
            kill -s KILL $$                | 137
            yes                            | 125
            echo '/*'                      | 125
            echo; echo -1                  | 125
            echo 1000                      | 125
            exit 2                         | 2
            echo 254                       | 254
            (sleep 1; exit 4) & wait; echo 6 | 6
            """)
    void words_beforeACheck_endWithItsStatus(String script, int status) throws Exception {
        assertThat(run(true, sh(script)).exitValue()).isEqualTo(status);
        assertThat(run(false, sh(script)).exitValue()).isEqualTo(status);
        if (!script.equals("yes")) {
            assertThat(ended(StatusRelay.words(tools, false, true), sh(script)).exitValue())
                    .isEqualTo(status);
        }
    }

    @Test
    void status_ofACheckThatLacksAProcess_isThrown() throws Exception {
        Process relay = started(true, sh("echo " + StatusRelay.LACK + "; echo 2"));
        assertThat(relay.waitFor(30, TimeUnit.SECONDS)).isTrue();

        assertThatThrownBy(() -> StatusRelay.status(relay, () -> false))
                .isInstanceOfSatisfying(
                        ServerShortage.class,
                        lacking -> assertThat(lacking.kind()).isEqualTo(FailureKind.NO_PROCESS));
    }

    @Test
    void status_ofACheckOfAnInstanceThatMayHaveNoMore_isAFailure() throws Exception {
        Process relay = started(true, sh("echo " + StatusRelay.LACK + "; echo 2"));
        assertThat(relay.waitFor(30, TimeUnit.SECONDS)).isTrue();

        assertThat(StatusRelay.status(relay, () -> true)).isEqualTo(2);
    }

    @Test
    void words_beforeAnAbsentProgram_failAsAShellDoes() throws Exception {
        assertThat(run(false, List.of("/nonexistent/program")).exitValue()).isEqualTo(127);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void words_input_arrives(boolean small) throws Exception {
        assertThat(run(small, sh("read line; test \"$line\" = input; echo $?")).exitValue())
                .isZero();
    }

    /** A pipe of the server's whose other end somebody holds: it is read to its end, or written to for ever. */
    @Test
    void words_check_hasNoPipeToTheServer() throws Exception {
        Path seen = dir.resolve("seen");
        Process relay = started(false, sh("readlink /proc/$$/fd/* >" + seen + "; read line; echo 0"));
        Awaitility.await().atMost(HostFixture.SOON).until(() -> Files.exists(seen) && Files.size(seen) > 0);
        List<String> server = new ArrayList<>();
        try (DirectoryStream<Path> links = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path link : links) {
                target(link).ifPresent(server::add);
            }
        }
        end(relay);

        assertThat(Files.readAllLines(seen))
                .filteredOn(link -> link.startsWith("pipe:"))
                .isNotEmpty()
                .doesNotContainAnyElementsOf(server);
    }

    private List<String> sh(String script) {
        return List.of(tools.sh().toString(), "-c", script);
    }

    private Process run(boolean small, List<String> check) throws Exception {
        return ended(StatusRelay.words(tools, true, small), check);
    }

    private Process ended(List<String> relay, List<String> check) throws Exception {
        Process process = started(relay, check);
        end(process);
        return process;
    }

    private Process started(boolean small, List<String> check) throws IOException {
        return started(StatusRelay.words(tools, true, small), check);
    }

    private Process started(List<String> relay, List<String> check) throws IOException {
        List<String> words = new ArrayList<>(relay);
        words.add(tools.setsid().toString());
        words.addAll(check);
        return new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void end(Process relay) throws Exception {
        try (OutputStream to = relay.getOutputStream()) {
            to.write("input\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException ended) {
            // It did not read.
        }
        assertThat(relay.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(relay.getInputStream().readAllBytes()).isEmpty();
    }

    private static Optional<String> target(Path link) {
        try {
            return Optional.of(Files.readSymbolicLink(link).toString());
        } catch (IOException closed) {
            return Optional.empty();
        }
    }

    private static SystemTools tools() {
        try {
            return SystemTools.find(warning -> {});
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
