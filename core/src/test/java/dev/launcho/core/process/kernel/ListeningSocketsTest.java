package dev.launcho.core.process.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** Which of several sockets on one port gets a connection. */
class ListeningSocketsTest {
    @Test
    void at_addressesOfIpv4_areFoundWhereTheyAreNamed() throws IOException {
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"));
                ServerSocket two = new ServerSocket(one.getLocalPort(), 1, InetAddress.getByName("127.0.0.3"))) {
            ListeningSockets now = ListeningSockets.now();

            assertThat(now.at("127.0.0.2", one.getLocalPort())).hasSize(1);
            assertThat(now.at("127.0.0.3", two.getLocalPort()))
                    .hasSize(1)
                    .isNotEqualTo(now.at("127.0.0.2", one.getLocalPort()));
            assertThat(now.at("127.0.0.4", one.getLocalPort())).isEmpty();
            assertThat(now.isEmpty()).isFalse();
        }
    }

    @Test
    void at_socketOfAllAddresses_getsWhatNoOtherNames() throws IOException {
        try (ServerSocket any = new ServerSocket(0)) {
            ListeningSockets now = ListeningSockets.now();

            assertThat(now.at("127.0.0.1", any.getLocalPort())).hasSize(1);
            assertThat(now.ports(now.at("127.0.0.1", any.getLocalPort()))).containsExactly(any.getLocalPort());
        }
    }
}
