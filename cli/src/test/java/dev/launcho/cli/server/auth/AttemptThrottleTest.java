package dev.launcho.cli.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.event.ServerEvent.WrongTokens;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("attack")
class AttemptThrottleTest {
    private long now;
    private final AttemptThrottle throttle = new AttemptThrottle(() -> now);

    private long fail(String address) throws Exception {
        return throttle.failed(InetAddress.getByName(address), false).delayMillis();
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

    private boolean warns(boolean token) throws Exception {
        return throttle.failed(InetAddress.getByName("10.0.0.1"), token).warn();
    }

    @Test
    void failed_withATokenAfterOnesWithout_warns() throws Exception {
        assertThat(warns(false)).isFalse();
        assertThat(warns(true)).isTrue();
        assertThat(warns(true)).isFalse();
        assertThat(warns(false)).isFalse();
    }

    @Test
    void failed_againAndAgain_warnsOnceAMinute() throws Exception {
        int warnings = 0;
        for (int i = 0; i < 200; i++) {
            warnings += warns(true) ? 1 : 0;
            now += Duration.ofSeconds(1).toNanos();
        }
        assertThat(warnings).isEqualTo(4);
    }

    private int warningsOf(int addresses) throws Exception {
        int warnings = 0;
        for (int i = 0; i < addresses; i++) {
            byte[] v6 = InetAddress.getByName("2001:db8::1").getAddress();
            v6[6] = (byte) (i >> 8);
            v6[7] = (byte) i;
            throttle.failed(InetAddress.getByAddress(v6), false);
            warnings += throttle.failed(InetAddress.getByAddress(v6), true).warn() ? 1 : 0;
        }
        return warnings;
    }

    @Test
    void failed_fromThousandsOfAddresses_warnsOfTheFirstAndCountsTheRest() throws Exception {
        assertThat(warningsOf(20)).isEqualTo(20);
        assertThat(warningsOf(5_000)).isZero();
        assertThat(throttle.unreported()).isEmpty();

        now += Duration.ofSeconds(60).toNanos();

        assertThat(throttle.unreported()).contains(new WrongTokens(4_980, 4_980));
        assertThat(throttle.unreported()).isEmpty();
    }

    /** So many events would fill the memory and both files of the server. */
    @Test
    void failed_fromThousandsOfAddressesForADay_makesFewEvents() throws Exception {
        int events = 0;
        for (int minute = 0; minute < 24 * 60; minute++) {
            events += warningsOf(300);
            events += throttle.unreported().isPresent() ? 1 : 0;
            now += Duration.ofMinutes(1).toNanos();
        }
        assertThat(events).isBetween(20, 540);
    }

    @Test
    void failed_afterAQuietHour_warnsOfTheFirstAgain() throws Exception {
        warningsOf(5_000);
        now += Duration.ofHours(1).toNanos();

        assertThat(warningsOf(20)).isEqualTo(20);
    }

    /** Their events are bounded with those of all other addresses. */
    @Test
    void failed_fromOtherAddressesOf127_startsAnew() throws Exception {
        assertThat(fail("127.0.0.1")).isEqualTo(100);
        assertThat(fail("127.255.3.4")).isEqualTo(100);
        assertThat(fail("128.0.0.1")).isEqualTo(100);
        assertThat(fail("::1")).isEqualTo(100);
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
