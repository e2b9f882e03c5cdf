package dev.launcho.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BoundedLookupTest {
    @Test
    void addresses_answered_areGiven() throws UnknownHostException {
        InetAddress[] all = {InetAddress.getByName("10.0.0.1")};

        assertThat(BoundedLookup.addresses("db", Duration.ofSeconds(10), host -> all))
                .isEqualTo(all);
    }

    @Test
    void addresses_unknown_isSaidAtOnce() {
        assertThatThrownBy(() -> BoundedLookup.addresses("db", Duration.ofSeconds(60), host -> {
                    throw new UnknownHostException(host);
                }))
                .isExactlyInstanceOf(UnknownHostException.class);
    }

    @Test
    void addresses_silent_endsInTime() {
        CountDownLatch over = new CountDownLatch(1);
        long before = System.nanoTime();
        try {
            assertThatThrownBy(() -> BoundedLookup.addresses("db", Duration.ofMillis(200), host -> {
                        awaitEnd(over);
                        throw new UnknownHostException(host);
                    }))
                    .isExactlyInstanceOf(BoundedLookup.NoAnswer.class);
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isBetween(Duration.ofMillis(199), Duration.ofSeconds(60));
        } finally {
            over.countDown();
        }
    }

    private static void awaitEnd(CountDownLatch over) {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
