package dev.launcho.proxy.relay.epoll;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BuffersTest {
    @Test
    void keep_much_takesTheSharedPieceOut() {
        Buffers buffers = new Buffers(10, 2);
        Piece shared = filled(buffers, 20_000);

        Piece kept = buffers.keep(buffers.shared());

        assertThat(kept).isSameAs(shared);
        assertThat(buffers.shared()).isNotSameAs(shared);
        assertThat(buffers.lent()).isEqualTo(1);
        buffers.giveBack(kept);
        assertThat(buffers.lent()).isZero();
        buffers.free();
    }

    @Test
    void keep_little_isCopied() {
        Buffers buffers = new Buffers(10, 2);
        Piece shared = filled(buffers, 100);

        Piece kept = buffers.keep(buffers.shared());

        assertThat(kept).isNotSameAs(shared);
        assertThat(kept.length()).isEqualTo(100);
        assertThat(kept.capacity).isEqualTo(Buffers.SMALL);
        assertThat(buffers.shared()).isSameAs(shared);
        buffers.giveBack(kept);
        buffers.free();
    }

    @Test
    void room_allLent_isSmall() {
        Buffers buffers = new Buffers(2, 2);
        List<Piece> kept = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            assertThat(buffers.room(buffers.shared())).isEqualTo(Buffers.LARGE);
            filled(buffers, Buffers.LARGE);
            kept.add(buffers.keep(buffers.shared()));
        }

        assertThat(buffers.room(buffers.shared())).isEqualTo(Buffers.SMALL);
        filled(buffers, Buffers.SMALL);
        kept.add(buffers.keep(buffers.shared()));
        assertThat(buffers.lent()).isEqualTo(2);
        kept.forEach(buffers::giveBack);
        assertThat(buffers.room(buffers.shared())).isEqualTo(Buffers.LARGE);
        buffers.free();
    }

    @Test
    void keep_muchOfAHugePiece_takesThatOut() {
        Buffers buffers = new Buffers(2, 1);
        Piece shared = buffers.hugeShared();
        shared.from = 1;
        shared.to = Buffers.LARGE + 2;

        Piece kept = buffers.keep(shared);

        assertThat(kept).isSameAs(shared);
        assertThat(buffers.hasHuge()).isFalse();
        buffers.giveBack(kept);
        assertThat(buffers.hasHuge()).isTrue();
        buffers.free();
    }

    @Test
    void keep_lessOfAHugePiece_isCopied() {
        Buffers buffers = new Buffers(2, 1);
        Piece shared = buffers.hugeShared();
        shared.fill("0123456789".repeat(1000).getBytes(StandardCharsets.US_ASCII));
        shared.from = 2;

        Piece kept = buffers.keep(shared);

        assertThat(kept.capacity).isEqualTo(Buffers.LARGE);
        assertThat(kept.length()).isEqualTo(9998);
        assertThat(new String(kept.bytes(4), StandardCharsets.US_ASCII)).isEqualTo("2345");
        assertThat(buffers.hasHuge()).isTrue();
        buffers.giveBack(kept);
        assertThat(buffers.lent()).isZero();
        buffers.free();
    }

    private static Piece filled(Buffers buffers, int length) {
        Piece shared = buffers.shared();
        shared.from = 0;
        shared.to = length;
        return shared;
    }
}
