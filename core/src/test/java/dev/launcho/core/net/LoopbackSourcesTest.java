package dev.launcho.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopbackSourcesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 127.0.0.2",
        "1, 127.0.0.3",
        "252, 127.0.0.254",
        "253, 127.0.1.1",
        "254, 127.0.1.2",
        "65022, 127.0.255.254",
        "65023, 127.0.0.2"
    })
    void neighbour_eachIndex_isAHostsAddress(int index, String address) {
        assertThat(LoopbackSources.neighbour(index).getHostAddress()).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, true", "127.0.0.9, true", "::1, false", "10.0.0.1, false"})
    void areFor_onlyIpv4Loopback(String peer, boolean any) throws IOException {
        assertThat(LoopbackSources.areFor(new InetSocketAddress(InetAddress.getByName(peer), 80)))
                .isEqualTo(any);
    }

    @Test
    void areFor_unresolved_none() {
        assertThat(LoopbackSources.areFor(InetSocketAddress.createUnresolved("db", 80)))
                .isFalse();
    }

    @Test
    void bind_manySockets_shareOnePort() throws IOException {
        LoopbackSources sources = new LoopbackSources();
        List<InetSocketAddress> bound = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            sources.bind(source -> keep(bound, source, 40_001));
        }

        assertThat(bound).doesNotHaveDuplicates().hasSize(300);
        assertThat(bound).extracting(InetSocketAddress::getPort).containsOnly(40_001);
    }

    @Test
    void bind_sharedPortIsTaken_takesAnotherAfterSomeTries() throws IOException {
        LoopbackSources sources = new LoopbackSources();
        sources.bind(source -> 40_001);
        List<InetSocketAddress> tried = new ArrayList<>();

        sources.bind(source -> {
            tried.add(source);
            if (source.getPort() != 0) {
                throw new BindException("taken");
            }
            return 40_002;
        });

        assertThat(tried).hasSize(9).last().matches(source -> source.getPort() == 0);
        sources.bind(source -> keep(tried, source, 40_002));
        assertThat(tried).last().matches(source -> source.getPort() == 40_002);
    }

    private static int keep(List<InetSocketAddress> bound, InetSocketAddress source, int chosen) {
        int port = source.getPort() == 0 ? chosen : source.getPort();
        bound.add(new InetSocketAddress(source.getAddress(), port));
        return port;
    }
}
