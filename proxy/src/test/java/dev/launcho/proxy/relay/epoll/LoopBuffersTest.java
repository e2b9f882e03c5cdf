package dev.launcho.proxy.relay.epoll;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopBuffersTest {
    @Test
    void keep_much_takesTheSharedPieceOut() {
        LoopBuffers buffers = new LoopBuffers(10, 2);
        BufferChunk shared = filled(buffers, 20_000);

        BufferChunk kept = buffers.keep(buffers.shared());

        assertThat(kept).isSameAs(shared);
        assertThat(buffers.shared()).isNotSameAs(shared);
        assertThat(buffers.lent()).isEqualTo(1);
        buffers.giveBack(kept);
        assertThat(buffers.lent()).isZero();
        buffers.free();
    }

    @Test
    void keep_little_isCopied() {
        LoopBuffers buffers = new LoopBuffers(10, 2);
        BufferChunk shared = filled(buffers, 100);

        BufferChunk kept = buffers.keep(buffers.shared());

        assertThat(kept).isNotSameAs(shared);
        assertThat(kept.length()).isEqualTo(100);
        assertThat(kept.capacity).isEqualTo(LoopBuffers.SMALL);
        assertThat(buffers.shared()).isSameAs(shared);
        buffers.giveBack(kept);
        buffers.free();
    }

    @Test
    void room_allLent_isSmall() {
        LoopBuffers buffers = new LoopBuffers(2, 2);
        List<BufferChunk> kept = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            assertThat(buffers.room(buffers.shared())).isEqualTo(LoopBuffers.LARGE);
            filled(buffers, LoopBuffers.LARGE);
            kept.add(buffers.keep(buffers.shared()));
        }

        assertThat(buffers.room(buffers.shared())).isEqualTo(LoopBuffers.SMALL);
        filled(buffers, LoopBuffers.SMALL);
        kept.add(buffers.keep(buffers.shared()));
        assertThat(buffers.lent()).isEqualTo(2);
        kept.forEach(buffers::giveBack);
        assertThat(buffers.room(buffers.shared())).isEqualTo(LoopBuffers.LARGE);
        buffers.free();
    }

    @Test
    void keep_muchOfAHugePiece_takesThatOut() {
        LoopBuffers buffers = new LoopBuffers(2, 1);
        BufferChunk shared = buffers.hugeShared();
        shared.from = 1;
        shared.to = LoopBuffers.LARGE + 2;

        BufferChunk kept = buffers.keep(shared);

        assertThat(kept).isSameAs(shared);
        assertThat(buffers.hasHuge()).isFalse();
        buffers.giveBack(kept);
        assertThat(buffers.hasHuge()).isTrue();
        buffers.free();
    }

    @Test
    void keep_lessOfAHugePiece_isCopied() {
        LoopBuffers buffers = new LoopBuffers(2, 1);
        BufferChunk shared = buffers.hugeShared();
        shared.fill("0123456789".repeat(1000).getBytes(StandardCharsets.US_ASCII));
        shared.from = 2;

        BufferChunk kept = buffers.keep(shared);

        assertThat(kept.capacity).isEqualTo(LoopBuffers.LARGE);
        assertThat(kept.length()).isEqualTo(9998);
        assertThat(new String(kept.bytes(4), StandardCharsets.US_ASCII)).isEqualTo("2345");
        assertThat(buffers.hasHuge()).isTrue();
        buffers.giveBack(kept);
        assertThat(buffers.lent()).isZero();
        buffers.free();
    }

    private static BufferChunk filled(LoopBuffers buffers, int length) {
        BufferChunk shared = buffers.shared();
        shared.from = 0;
        shared.to = length;
        return shared;
    }
}
