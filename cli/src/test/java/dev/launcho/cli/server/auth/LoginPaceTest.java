package dev.launcho.cli.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("attack")
class LoginPaceTest {
    private long now;
    private final LoginPace pace = new LoginPace(() -> now);

    private boolean records(String token, String address) throws Exception {
        return pace.records(token, InetAddress.getByName(address));
    }

    @Test
    void login_againAndAgain_isRecordedOnceAMinute() throws Exception {
        assertThat(records("read-only", "127.0.0.1")).isTrue();
        assertThat(records("read-only", "127.0.0.1")).isFalse();
        assertThat(records("read-only", "127.9.9.9")).as("of the same machine").isFalse();
        assertThat(records("admin", "127.0.0.1")).isTrue();
        assertThat(records("read-only", "10.0.0.1")).isTrue();
        now += TimeUnit.MINUTES.toNanos(1);
        assertThat(records("read-only", "127.0.0.1")).isTrue();
    }

    @Test
    void login_fromManyAddresses_isBoundedAndHidesNoOther() throws Exception {
        int recorded = 0;
        for (int i = 0; i < 5_000; i++) {
            recorded += records("read-only", "10.0." + i / 250 + "." + i % 250) ? 1 : 0;
        }
        assertThat(recorded).isEqualTo(60);
        assertThat(records("admin", "10.0.0.1")).isTrue();
    }
}
