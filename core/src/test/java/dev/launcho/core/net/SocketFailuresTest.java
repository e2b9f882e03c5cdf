package dev.launcho.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.failure.FailureKind;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

/** The texts are of a machine in another language. */
class SocketFailuresTest {
    private static final String TEXT = "Auf Deutsch gesagt";

    @Test
    void opening_descriptorsAreThere_isNoMatterOfThem() {
        assertThat(SocketFailures.opening(new SocketException(TEXT))).isEqualTo(FailureKind.NO_MEMORY);
        assertThat(SocketFailures.opening(new UnsupportedOperationException("IPv6 not available")))
                .isEqualTo(FailureKind.OTHER);
    }

    @Test
    void connecting_byTheClass() {
        assertThat(SocketFailures.beginning(new BindException(TEXT))).isEqualTo(FailureKind.NO_PORT_LEFT);
        assertThat(SocketFailures.beginning(new ConnectException(TEXT))).isEqualTo(FailureKind.REFUSED);
        assertThat(SocketFailures.finishing(new ConnectException(TEXT))).isEqualTo(FailureKind.REFUSED);
        assertThat(SocketFailures.finishing(new NoRouteToHostException(TEXT))).isEqualTo(FailureKind.UNREACHABLE);
        assertThat(SocketFailures.finishing(new SocketTimeoutException(TEXT))).isEqualTo(FailureKind.TIMED_OUT);
        assertThat(SocketFailures.finishing(new IOException(TEXT))).isEqualTo(FailureKind.OTHER);
    }

    @Test
    void connecting_noClassOfItsOwn_byTheMoment() {
        assertThat(SocketFailures.beginning(new SocketException(TEXT))).isEqualTo(FailureKind.NOT_BEGUN);
        assertThat(SocketFailures.finishing(new SocketException(TEXT))).isEqualTo(FailureKind.RESET);
    }

    @Test
    void connecting_wrapped_byWhatIsInIt() {
        SocketException wrapped = new SocketException(TEXT);
        wrapped.initCause(new BindException(TEXT));

        assertThat(SocketFailures.beginning(wrapped)).isEqualTo(FailureKind.NO_PORT_LEFT);
    }

    @Test
    void binding_taken() throws IOException {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        try (ServerSocket taken = new ServerSocket(0, 1, loopback)) {
            InetSocketAddress address = new InetSocketAddress(loopback, taken.getLocalPort());

            assertThat(SocketFailures.binding(address, new BindException(TEXT))).isEqualTo(FailureKind.ADDRESS_TAKEN);
        }
    }

    @Test
    void binding_addressOfDocumentation_isNotOfThisMachine() throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 80);

        assertThat(SocketFailures.binding(address, new BindException(TEXT))).isEqualTo(FailureKind.NO_SUCH_ADDRESS);
    }
}
