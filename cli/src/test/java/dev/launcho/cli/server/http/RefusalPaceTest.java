package dev.launcho.cli.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A read-only token that is refused all the time hears of it later. */
@Tag("attack")
class RefusalPaceTest {
    private final AtomicLong now = new AtomicLong(7);
    private final RefusalPace pace = new RefusalPace(now::get);

    private Duration delay(RequestAuthenticator.Access access, String token) {
        return pace.delay(RequestAuthenticator.Admission.to(access, token));
    }

    @Test
    void delay_aReaderThatIsRefusedOften_waitsAfterTwenty() {
        for (int i = 0; i < 20; i++) {
            assertThat(delay(RequestAuthenticator.Access.READ, "ci")).isZero();
        }

        assertThat(delay(RequestAuthenticator.Access.READ, "ci")).isEqualTo(Duration.ofMillis(2_000));
        assertThat(delay(RequestAuthenticator.Access.READ, "ci")).isEqualTo(Duration.ofMillis(2_250));
        assertThat(delay(RequestAuthenticator.Access.READ, "dashboard")).isZero();
        for (int i = 2; i < 16; i++) {
            assertThat(delay(RequestAuthenticator.Access.READ, "ci")).isEqualTo(Duration.ofMillis(2_000 + i * 250));
        }
        assertThat(delay(RequestAuthenticator.Access.READ, "ci")).isEqualTo(Duration.ofMillis(2_000));
        now.addAndGet(Duration.ofMillis(500).toNanos());
        assertThat(delay(RequestAuthenticator.Access.READ, "ci")).isZero();
        assertThat(delay(RequestAuthenticator.Access.READ, "ci")).isPositive();
    }

    @Test
    void delay_theAdmin_neverWaits() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(delay(RequestAuthenticator.Access.CHANGE, "admin")).isZero();
        }
    }
}
