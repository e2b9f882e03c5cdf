package dev.launcho.proxy.relay.epoll;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BurstSizeTest {
    private final BurstSize burst = new BurstSize();

    @Test
    void isWorthALargerPiece_afterALittleMoreThanAPiece_untilOneWasNot() {
        come(60 * 1024, 4 * 1024);
        assertThat(burst.isWorthALargerPiece()).isTrue();

        come(60 * 1024);
        assertThat(burst.isWorthALargerPiece()).isFalse();

        come(BurstSize.MOST);
        assertThat(burst.isWorthALargerPiece()).isTrue();

        come(BurstSize.MOST, 1);
        assertThat(burst.isWorthALargerPiece()).isFalse();
    }

    @Test
    void isWorthALargerPiece_whileOneIsUnderWay_isAsBefore() {
        come(64 * 1024);
        burst.read(1);
        assertThat(burst.isWorthALargerPiece()).isTrue();
    }

    /** That nothing is there is often found twice. */
    @Test
    void drained_withNothingSince_changesNothing() {
        come(64 * 1024);
        burst.drained();
        assertThat(burst.isWorthALargerPiece()).isTrue();
    }

    private void come(int... counts) {
        for (int count : counts) {
            burst.read(count);
        }
        burst.drained();
    }
}
