package dev.launcho.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EngineChoiceTest {
    @Test
    void auto_epollWorks_isEpoll() {
        assumeTrue(Epoll.isAvailable());

        assertThat(engine(EngineChoice.AUTO)).isEqualTo("epoll");
        assertThat(engine(EngineChoice.EPOLL)).isEqualTo("epoll");
        assertThat(engine(EngineChoice.NIO)).isEqualTo("nio");
    }

    @Test
    void auto_noNativeLibrary_isNio() throws IOException {
        assertThat(withoutNatives(EngineChoice.AUTO)).isEqualTo("nio");
    }

    @Test
    void epoll_noNativeLibrary_oneLineSaysWhyAndWhatToSet() throws IOException {
        assertThat(withoutNatives(EngineChoice.EPOLL))
                .startsWith("server.relay is epoll, but epoll can't be used here: ")
                .contains("noNative")
                .endsWith("; set server.relay to auto or nio")
                .hasLineCount(1);
    }

    /** Prints the engine that is chosen, or why there is none. */
    public static void main(String[] arguments) {
        try {
            System.out.print(engine(EngineChoice.valueOf(arguments[0])));
        } catch (EngineUnavailable e) {
            System.out.print(e.getMessage());
        }
    }

    private static String engine(EngineChoice choice) {
        try (NettyBalancer balancer = NettyBalancer.start(new Told(), choice)) {
            return balancer.engine();
        }
    }

    private static String withoutNatives(EngineChoice choice) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dio.netty.transport.noNative=true",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EngineChoiceTest.class.getName(),
                        choice.name())
                // Newer JDKs warn of what Netty's queues do.
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
