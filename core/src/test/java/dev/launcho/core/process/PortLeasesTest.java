package dev.launcho.core.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.launcho.core.net.Ipv6;
import dev.launcho.core.net.PortBlock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortLeasesTest {
    private PortBlock block;
    private int first;
    private PortLeases ports;

    @BeforeEach
    void find() throws IOException {
        block = PortBlock.of(4);
        first = block.first();
        ports = new PortLeases(first, block.end());
    }

    @AfterEach
    void leave() throws IOException {
        block.close();
    }

    @Test
    void lease_severalTimes_givesEachPortOnce() throws IOException {
        assertThat(lease(4)).doesNotHaveDuplicates().allMatch(p -> p >= first && p < first + 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "0.0.0.0"})
    void lease_portIsTaken_isPassedOver(String address) throws IOException {
        Ipv6.neededFor(address);
        try (ServerSocket taken = new ServerSocket(first, 1, InetAddress.getByName(address))) {
            assertThat(lease(3)).doesNotContain(taken.getLocalPort());
            assertThatThrownBy(ports::lease)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("loopback_ports")
                    .hasMessageContaining("3 are leased");
        }
    }

    @Test
    void release_used_restsUntilAllOthersWereTried() throws IOException {
        int used = ports.lease();
        ports.release(used);

        List<Integer> next = lease(4);
        assertThat(next.indexOf(used)).isEqualTo(3);
    }

    @Test
    void release_twice_leasesItToOneOnly() throws IOException {
        int used = ports.lease();
        ports.release(used);
        ports.release(used);

        assertThat(lease(4)).doesNotHaveDuplicates();
        assertThatThrownBy(ports::lease).isInstanceOf(IOException.class);
    }

    private List<Integer> lease(int count) throws IOException {
        List<Integer> leased = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            leased.add(ports.lease());
        }
        return leased;
    }
}
