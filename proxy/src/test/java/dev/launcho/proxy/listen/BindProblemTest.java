package dev.launcho.proxy.listen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.HostPort;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

class BindProblemTest {
    @Test
    void describe_permission_saysWhatHelps() {
        assertThat(BindProblem.describe(new HostPort("::1", 80), new SocketException("Permission denied")))
                .isEqualTo("[::1]:80 can't be opened: permission denied, ports below 1024 need root or"
                        + " sysctl net.ipv4.ip_unprivileged_port_start");
    }

    @Test
    void describe_taken() {
        assertThat(BindProblem.describe(new HostPort("127.0.0.1", 5000), new BindException("Address already in use")))
                .isEqualTo("127.0.0.1:5000 is taken by another program");
    }

    @Test
    void describe_anythingElse_itsMessage() {
        assertThat(BindProblem.describe(new HostPort("127.0.0.1", 5000), new IOException("Too many open files")))
                .isEqualTo("127.0.0.1:5000 can't be opened: Too many open files");
    }
}
