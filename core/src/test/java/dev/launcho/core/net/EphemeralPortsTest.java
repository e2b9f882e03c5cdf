package dev.launcho.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EphemeralPortsTest {
    @Test
    void parse_asTheKernelWritesThem() {
        EphemeralPorts ports = EphemeralPorts.parse("15000\t61000\n", "8080,9148-9150\n");

        assertThat(ports.range()).isEqualTo(new EphemeralPorts.Span(15_000, 61_000));
        assertThat(ports.reserved())
                .isEqualTo(List.of(new EphemeralPorts.Span(8080, 8080), new EphemeralPorts.Span(9148, 9150)));
        assertThat(ports.reserved()).hasToString("[8080, 9148-9150]");
        assertThat(EphemeralPorts.parse("1 2", "\n").reserved()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "20000, 30000, '', true",
        "20000, 30000, 20000-29999, false",
        "20000, 30000, 20000-29998, true",
        "20000, 30000, '20000-24999,25000-29999', false",
        "20000, 30000, '25000-29999,10000-24999', false",
        "10000, 15000, '', false",
        "10000, 15001, '', true",
        "61000, 61001, '', true",
        "61001, 65536, '', false"
    })
    void hasAnyOf_rangeWithoutReserved(int start, int end, String reserved, boolean any) {
        assertThat(EphemeralPorts.parse("15000 61000", reserved).hasAnyOf(start, end))
                .isEqualTo(any);
    }

    @Test
    void read_thisMachine_givesOutMoreThanOne() {
        assertThat(EphemeralPorts.read().range().last())
                .isGreaterThan(EphemeralPorts.read().range().first());
    }
}
