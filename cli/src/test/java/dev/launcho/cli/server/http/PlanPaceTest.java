package dev.launcho.cli.server.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A read-only token can't try out a secret by plans, nor keep the server busy with them. */
@Tag("attack")
class PlanPaceTest {
    private final AtomicLong now = new AtomicLong(7);
    private final PlanPace pace = new PlanPace(now::get);

    private void check(RequestAuthenticator.Access access, String token, String from) throws Exception {
        pace.check(RequestAuthenticator.Admission.to(access, token), InetAddress.getByName(from));
    }

    private void check(String token, String from) throws Exception {
        check(RequestAuthenticator.Access.READ, token, from);
    }

    @Test
    void check_moreThanTwentyAtOnce_waits() throws Exception {
        for (int i = 0; i < 20; i++) {
            check("ci", "192.0.2.1");
        }

        assertThatThrownBy(() -> check("ci", "192.0.2.1"))
                .isInstanceOf(HttpError.class)
                .hasMessageContaining("one address with a read-only token gets a plan every 2s; try again in");
        assertThatCode(() -> check("ci", "192.0.2.2")).doesNotThrowAnyException();
        now.addAndGet(TimeUnit.SECONDS.toNanos(2));
        assertThatCode(() -> check("ci", "192.0.2.1")).doesNotThrowAnyException();
        assertThatThrownBy(() -> check("ci", "192.0.2.1")).isInstanceOf(HttpError.class);
    }

    @Test
    void check_oneTokenFromManyAddresses_waitsAfterSixty() throws Exception {
        for (int i = 0; i < 60; i++) {
            check("ci", "192.0.2." + i);
        }

        assertThatThrownBy(() -> check("ci", "198.51.100.1"))
                .isInstanceOf(HttpError.class)
                .hasMessageContaining("a read-only token gets a plan every 500ms");
        assertThatCode(() -> check("dashboard", "198.51.100.2")).doesNotThrowAnyException();
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(500));
        assertThatCode(() -> check("ci", "198.51.100.3")).doesNotThrowAnyException();
    }

    /** A network of IPv6 addresses is one client's. */
    @Test
    void check_addressesOfOneNetwork_countTogether() throws Exception {
        for (int i = 0; i < 20; i++) {
            check("ci", "2001:db8::" + Integer.toHexString(i + 1));
        }

        assertThatThrownBy(() -> check("ci", "2001:db8::ffff")).isInstanceOf(HttpError.class);
        assertThatCode(() -> check("ci", "2001:db8:0:1::1")).doesNotThrowAnyException();
    }

    @Test
    void check_theAdmin_neverWaits() {
        for (int i = 0; i < 1_000; i++) {
            assertThatCode(() -> check(RequestAuthenticator.Access.CHANGE, "admin", "192.0.2.1"))
                    .doesNotThrowAnyException();
        }
    }
}
