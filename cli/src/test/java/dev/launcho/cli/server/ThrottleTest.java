package dev.launcho.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private long now;
    private final Throttle throttle = new Throttle(() -> now);

    private long fail(String address) throws Exception {
        return throttle.failed(InetAddress.getByName(address)).delayMillis();
    }

    @Test
    void failed_againAndAgain_waitsTwiceAsLongUpToFiveSeconds() throws Exception {
        assertThat(fail("10.0.0.1")).isEqualTo(100);
        assertThat(fail("10.0.0.1")).isEqualTo(200);
        assertThat(fail("10.0.0.1")).isEqualTo(400);
        for (int i = 0; i < 100; i++) {
            fail("10.0.0.1");
        }
        assertThat(fail("10.0.0.1")).isEqualTo(5_000);
    }

    @Test
    void failed_fromAnotherAddress_startsAnew() throws Exception {
        fail("10.0.0.1");
        assertThat(fail("10.0.0.2")).isEqualTo(100);
    }

    @Test
    void failed_fromTheSameV6Network_countsAsOne() throws Exception {
        fail("2001:db8::1");
        assertThat(fail("2001:db8::ffff:1")).isEqualTo(200);
        assertThat(fail("2001:db8:0:1::1")).isEqualTo(100);
    }

    @Test
    void failed_afterAQuietMinute_isForgotten() throws Exception {
        fail("10.0.0.1");
        now += Duration.ofSeconds(61).toNanos();
        assertThat(fail("10.0.0.1")).isEqualTo(100);
    }
}
