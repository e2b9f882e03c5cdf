package dev.launcho.core.process.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.net.Ipv6;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(OS.LINUX)
class UnreadBytesTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void of_acceptedAndWaiting_countsWhatNobodyReads(String address) throws IOException {
        Ipv6.neededFor(address);
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName(address));
                Socket first = new Socket(address, server.getLocalPort());
                Socket accepted = server.accept();
                Socket second = new Socket(address, server.getLocalPort());
                Socket mute = new Socket(address, server.getLocalPort())) {
            List<Integer> ports = List.of(1, server.getLocalPort());
            assertThat(UnreadBytes.of(ports).isEmpty()).isTrue();

            first.getOutputStream().write("GET /".getBytes());
            second.getOutputStream().write("GET /".getBytes());
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> UnreadBytes.of(ports).lastingIn(UnreadBytes.of(ports)) == 2);
            assertThat(mute.isConnected()).isTrue();

            UnreadBytes before = UnreadBytes.of(ports);
            accepted.getInputStream().read();
            assertThat(before.lastingIn(UnreadBytes.of(ports)))
                    .as("one of them is read")
                    .isEqualTo(1);
            second.getOutputStream().write("more".getBytes());
            await().atMost(Duration.ofSeconds(20)).until(() -> before.lastingIn(UnreadBytes.of(ports)) == 1);
            assertThat(UnreadBytes.of(List.of(1)).isEmpty()).isTrue();
        }
    }

    @Test
    void of_noPorts_isEmpty() {
        assertThat(UnreadBytes.of(List.of()).isEmpty()).isTrue();
    }
}
