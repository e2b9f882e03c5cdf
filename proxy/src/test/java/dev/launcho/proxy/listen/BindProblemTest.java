package dev.launcho.proxy.listen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.text.HostPort;
import dev.launcho.proxy.relay.BindFailure;
import java.io.IOException;
import java.net.BindException;
import org.junit.jupiter.api.Test;

/** Whatever language the system speaks. */
class BindProblemTest {
    private static final HostPort WEB = new HostPort("127.0.0.1", 5000);

    @Test
    void describe_permission_saysWhatHelps() {
        assertThat(BindProblem.describe(new HostPort("::1", 80), failure(FailureKind.DENIED)))
                .isEqualTo("[::1]:80 can't be opened: permission denied, ports below 1024 need root or"
                        + " sysctl net.ipv4.ip_unprivileged_port_start");
    }

    @Test
    void describe_taken() {
        assertThat(BindProblem.describe(WEB, failure(FailureKind.ADDRESS_TAKEN)))
                .isEqualTo("127.0.0.1:5000 is taken by another program");
    }

    @Test
    void describe_noSuchAddress_saysWhich() {
        assertThat(BindProblem.describe(new HostPort("10.9.8.7", 80), failure(FailureKind.NO_SUCH_ADDRESS)))
                .isEqualTo("10.9.8.7:80 can't be opened: this machine has no address 10.9.8.7");
    }

    @Test
    void describe_noDescriptor_inOurWords() {
        assertThat(BindProblem.describe(WEB, failure(FailureKind.NO_DESCRIPTOR)))
                .isEqualTo("127.0.0.1:5000 can't be opened: no more open files are allowed (ulimit -n)");
    }

    @Test
    void describe_anythingElse_itsMessage() {
        assertThat(BindProblem.describe(WEB, new IOException("the loop has ended")))
                .isEqualTo("127.0.0.1:5000 can't be opened: the loop has ended");
    }

    private static BindFailure failure(FailureKind kind) {
        return new BindFailure(kind, new BindException("Auf Deutsch gesagt"));
    }
}
