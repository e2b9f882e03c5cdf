package dev.launcho.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TimesliceCheckTest {
    private static final IoHandlerContext UNUSED = new IoHandlerContext() {
        @Override
        public boolean canBlock() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long delayNanos(long now) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long deadlineNanos() {
            throw new UnsupportedOperationException();
        }
    };

    private final Rounds rounds = new Rounds();
    private long nanos = Long.MAX_VALUE - 1000;
    private int asked;
    private final TimesliceCheck timeslices = new TimesliceCheck(rounds, () -> nanos, () -> asked++);

    @Test
    void run_busy_asksEveryHalfMillisecondAtMost() {
        rounds.events = 32;
        for (int i = 0; i < 100; i++) {
            assertThat(timeslices.run(UNUSED)).isEqualTo(32);
            nanos += TimeUnit.MICROSECONDS.toNanos(100);
        }
        assertThat(asked).isEqualTo(100 * 100 / 500);
    }

    @Test
    void run_withoutEvents_asksNothing() {
        assertThat(timeslices.run(UNUSED)).isZero();
        assertThat(asked).isZero();
    }

    @Test
    void run_longRounds_asksAfterEach() {
        rounds.events = 1;
        for (int i = 0; i < 10; i++) {
            timeslices.run(UNUSED);
            nanos += TimeUnit.MILLISECONDS.toNanos(2);
        }
        assertThat(asked).isEqualTo(10);
    }

    private static final class Rounds implements IoHandler {
        private int events;

        @Override
        public int run(IoHandlerContext context) {
            return events;
        }

        @Override
        public IoRegistration register(IoHandle handle) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void wakeup() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> type) {
            return true;
        }
    }
}
