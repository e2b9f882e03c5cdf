package dev.launcho.core.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writes of a check that fail. A channel whose output is shut down stands for one whose write the kernel refuses. */
class UnsentBytesTest {
    private ServerSocketChannel listening;
    private SocketChannel checking;
    private SocketChannel instance;

    @BeforeEach
    void connect() throws IOException {
        listening = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        checking = SocketChannel.open(listening.getLocalAddress());
        instance = listening.accept();
        checking.configureBlocking(false);
    }

    @AfterEach
    void close() throws IOException {
        checking.close();
        instance.close();
        listening.close();
    }

    private PlainWire wire() {
        return new PlainWire(
                checking, ByteBuffer.wrap("GET".getBytes(StandardCharsets.UTF_8)), ByteBuffer.allocateDirect(16));
    }

    private void say(String text) throws IOException {
        instance.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** So that the kernel has delivered all that the instance did before. */
    private void reset() throws IOException {
        instance.setOption(StandardSocketOptions.SO_LINGER, 0);
        instance.close();
    }

    @Test
    void write_failsOnAConnectionThatIsUp_isThisMachinesShortage() throws IOException {
        checking.shutdownOutput();

        assertThatThrownBy(() -> wire().advance()).isInstanceOf(UnsentBytes.class);
        assertThatThrownBy(() -> wire().sendNow()).isInstanceOf(UnsentBytes.class);
    }

    @Test
    void write_afterAReset_isTheInstances() throws IOException {
        say("SSH-2.0 and more than one buffer\r\n");
        reset();
        checking.shutdownOutput();

        assertThatThrownBy(() -> wire().sendNow())
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(UnsentBytes.class);
    }

    @Test
    void write_afterTheInstancesEnd_isTheInstances() throws IOException {
        say("HTTP/1.1 413 \r\n");
        instance.close();
        checking.shutdownOutput();
        PlainWire wire = wire();

        assertThat(wire.advance()).isPresent();
        assertThatThrownBy(wire::advance).isInstanceOf(IOException.class).isNotInstanceOf(UnsentBytes.class);
        assertThatThrownBy(() -> wire().sendNow()).isNotInstanceOf(UnsentBytes.class);
    }
}
