package dev.launcho.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.junit.jupiter.api.Test;

class UnsafeWarningTest {
    /** Run without any option, as {@code java -jar} runs us. */
    public static final class Program {
        public static void main(String[] arguments) {
            UnsafeWarning.silence();
            System.out.println(new MpscUnboundedArrayQueue<String>(16).offer("x"));
        }
    }

    @Test
    void silence_beforeTheFirstUse_keepsStandardErrorEmpty() throws Exception {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .start();

        assertThat(program.getErrorStream().readAllBytes())
                .asString(StandardCharsets.UTF_8)
                .isEmpty();
        assertThat(program.getInputStream().readAllBytes())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("true\n");
        assertThat(program.waitFor()).isZero();
    }
}
