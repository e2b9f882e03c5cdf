package dev.launcho.core.process.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.process.HostFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("attack")
class OutputRelayTest {
    private static final UserAccount OTHER =
            new UserAccount("65533", "65533", "--clear-groups", "other", "/", "/bin/sh");
    private static final UserAccount SELF = new UserAccount(UserAccount.SAME, UserAccount.SAME, "", "", "", "");

    private final SystemTools tools = tools();

    @ParameterizedTest
    @ValueSource(strings = {"exit 0", "exit 77", "kill -s KILL $$"})
    void words_beforeACommand_passOnItsOutputAndItsStatus(String end) throws Exception {
        Process relayed = start("echo out; echo more; " + end);

        assertThat(relayed.exitValue())
                .isEqualTo(end.startsWith("kill") ? 137 : Integer.parseInt(end.substring("exit ".length())));
        assertThat(OutputRelay.text(relayed)).isEqualTo("out\nmore\n");
    }

    @Test
    void words_beforeAnAbsentProgram_failAsAShellDoes() throws Exception {
        List<String> words = new ArrayList<>(OutputRelay.words(tools, OTHER));
        words.add("/nonexistent/program");

        assertThat(ended(words).exitValue()).isEqualTo(127);
    }

    @Test
    void words_programWhoseOutputAnotherFills_endsAndPassesOnNoMoreThanTheBound() throws Exception {
        Process relayed = start("yes & exit 71");

        assertThat(relayed.exitValue()).isEqualTo(71);
        assertThat(relayed.getInputStream().readAllBytes()).hasSize(OutputRelay.MOST_BYTES);
    }

    @Test
    void words_program_hasNoDescriptorOfThePipeToTheServer() throws Exception {
        Process relayed = new ProcessBuilder(words("read go; readlink /proc/$$/fd/*")).start();
        String server = Files.readSymbolicLink(Path.of("/proc/" + relayed.pid() + "/fd/1"))
                .toString();
        relayed.getOutputStream().close();
        assertThat(relayed.waitFor(30, TimeUnit.SECONDS)).isTrue();

        assertThat(server).startsWith("pipe:");
        assertThat(OutputRelay.text(relayed).lines())
                .anyMatch(line -> line.startsWith("pipe:"))
                .doesNotContain(server);
    }

    @Test
    void end_programWhoseOutputAnotherHolds_endsAll() throws Exception {
        Process relayed = new ProcessBuilder(words("sleep 30 & exit 0")).start();
        String head = tools.head().toRealPath().toString();
        Awaitility.await()
                .atMost(HostFixture.SOON)
                .until(() -> relayed.descendants()
                        .anyMatch(each ->
                                each.info().command().filter(head::equals).isPresent()));
        List<ProcessHandle> all = relayed.descendants().toList();
        OutputRelay.end(relayed);

        assertThat(relayed.waitFor(20, TimeUnit.SECONDS)).isTrue();
        for (ProcessHandle each : all) {
            each.onExit().get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void words_serversOwnUser_areNone() {
        assertThat(OutputRelay.words(tools, SELF)).isEmpty();
        assertThat(OutputRelay.words(tools, OTHER)).startsWith(tools.sh().toString());
    }

    private Process start(String script) throws Exception {
        return ended(words(script));
    }

    private List<String> words(String script) {
        List<String> words = new ArrayList<>(OutputRelay.words(tools, OTHER));
        words.addAll(List.of(tools.sh().toString(), "-c", script));
        return words;
    }

    private static Process ended(List<String> words) throws Exception {
        Process process = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process;
    }

    private static SystemTools tools() {
        try {
            return SystemTools.find(warning -> {});
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
