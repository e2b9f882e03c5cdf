package dev.launcho.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.net.EphemeralPorts;
import dev.launcho.core.net.EphemeralPorts.Span;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EphemeralNoticeTest {
    @Test
    void of_kernelsOwnRange_saysWhatToType() {
        EphemeralPorts kernel = new EphemeralPorts(new Span(15_000, 65_535), List.of());

        assertThat(EphemeralNotice.of(PortRange.DEFAULT, kernel))
                .hasValue("server.loopback_ports 20000-29999 are among the ports that the kernel gives to outgoing"
                        + " connections (net.ipv4.ip_local_port_range 15000-65535), so that each may be taken at any"
                        + " time: type `sysctl -w net.ipv4.ip_local_reserved_ports=20000-29999`, and write the same"
                        + " into a file of /etc/sysctl.d; or write loopback_ports: [5000, 15000] in"
                        + " launcho-config.yaml");
    }

    @Test
    void of_othersAreReserved_keepsThem() {
        EphemeralPorts kernel =
                new EphemeralPorts(new Span(1024, 65_535), List.of(new Span(8080, 8080), new Span(20_000, 25_000)));

        assertThat(EphemeralNotice.of(PortRange.DEFAULT, kernel).orElseThrow())
                .contains("ip_local_reserved_ports=8080,20000-25000,20000-29999`")
                .endsWith("/etc/sysctl.d");
    }

    @Test
    void of_roomOnlyAbove_namesThat() {
        EphemeralPorts kernel = new EphemeralPorts(new Span(2000, 40_000), List.of());

        assertThat(EphemeralNotice.of(PortRange.DEFAULT, kernel).orElseThrow())
                .endsWith("loopback_ports: [40001, 50001] in launcho-config.yaml");
    }

    @ParameterizedTest
    @CsvSource({
        "20000, 30000, false",
        "30000, 32768, false",
        "30000, 32769, true",
        "60999, 61000, true",
        "61000, 65536, false"
    })
    void of_usualKernel_onlyWhatItGivesOut(int start, int end, boolean told) {
        assertThat(EphemeralNotice.of(new PortRange(start, end), EphemeralPorts.USUAL)
                        .isPresent())
                .isEqualTo(told);
    }

    @Test
    void of_reserved_isFine() {
        EphemeralPorts kernel = new EphemeralPorts(new Span(1024, 65_535), List.of(new Span(20_000, 29_999)));

        assertThat(EphemeralNotice.of(PortRange.DEFAULT, kernel)).isEmpty();
    }
}
