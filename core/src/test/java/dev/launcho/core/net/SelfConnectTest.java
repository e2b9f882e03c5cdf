package dev.launcho.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class SelfConnectTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void refuse_ownPeer_isClosedAndItsPortIsFree() throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(LOOPBACK, 0));
            int port = socket.getLocalPort();
            socket.connect(new InetSocketAddress(LOOPBACK, port));

            assertThatThrownBy(() -> SelfConnect.refuse(socket)).isInstanceOf(ConnectException.class);

            assertThat(socket.isClosed()).isTrue();
            try (ServerSocket instance = new ServerSocket()) {
                instance.setReuseAddress(false);
                instance.bind(new InetSocketAddress(LOOPBACK, port));
                assertThat(instance.isBound()).isTrue();
            }
        }
    }

    @Test
    void refuse_somebodyListens_isLeftAlone() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK);
                Socket socket = new Socket(LOOPBACK, server.getLocalPort())) {
            SelfConnect.refuse(socket);

            assertThat(socket.isClosed()).isFalse();
        }
    }
}
