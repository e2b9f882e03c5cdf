package dev.launcho.core.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureKindTest {
    @ParameterizedTest
    @CsvSource({
        "111, REFUSED",
        "110, TIMED_OUT",
        "101, UNREACHABLE",
        "113, UNREACHABLE",
        "104, RESET",
        "32, RESET",
        "11, NO_PORT_LEFT",
        "99, NO_PORT_LEFT",
        "24, NO_DESCRIPTOR",
        "23, NO_DESCRIPTOR",
        "105, NO_MEMORY",
        "12, NO_MEMORY",
        "13, DENIED",
        "1, DENIED",
        "98, ADDRESS_TAKEN",
        "28, DISK_FULL",
        "122, DISK_FULL",
        "22, OTHER"
    })
    void ofErrno_asLinuxCountsThem(int errno, FailureKind kind) {
        assertThat(FailureKind.ofErrno(errno)).isEqualTo(kind);
    }

    @Test
    void isShortage_whatThisServerItselfLacks() {
        assertThat(Arrays.stream(FailureKind.values()).filter(FailureKind::isShortage))
                .containsExactly(
                        FailureKind.NO_PORT_LEFT,
                        FailureKind.NO_DESCRIPTOR,
                        FailureKind.NO_MEMORY,
                        FailureKind.NO_PROCESS,
                        FailureKind.NOT_BEGUN,
                        FailureKind.NO_ACCOUNT_ANSWER,
                        FailureKind.STOOD_STILL);
    }

    @Test
    void isPeers_whatThePeerHasSaidOrNot() {
        assertThat(Arrays.stream(FailureKind.values()).filter(FailureKind::isPeers))
                .containsExactly(
                        FailureKind.REFUSED, FailureKind.TIMED_OUT, FailureKind.UNREACHABLE, FailureKind.RESET);
    }
}
