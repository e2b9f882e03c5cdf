package dev.launcho.proxy.relay.epoll;

import io.netty.util.internal.PlatformDependent;
import java.util.ArrayDeque;

/**
 * The memory of a loop for bytes on their way. All connections read into one shared large piece, or into one shared huge
 * piece; almost always all bytes can be written at once. If not, the connection keeps the rest: a copy in a smaller piece,
 * or the shared piece itself, which is then replaced by another.
 *
 * <p>Bounds: the numbers of large and huge pieces that connections keep are limited. Beyond the limit reads are small, and
 * the rest is kept in a small piece: at most one for each direction of a connection.
 *
 * <p>Sizes: a write that is a little larger than a segment goes out as a full segment and a tiny one. Each wakes the peer.
 * The kernel hands the device segments of up to 64 KiB, headers included. Segments of the loopback device, whose MTU is
 * 65,536, carry 65,483 bytes.
 *
 * <p>Confined to the loop.
 */
final class LoopBuffers {
    static final int SEGMENT = 64 * 1024 - 128;
    static final int HUGE = 4 * SEGMENT;
    /** A little less than a segment, in whole pages. */
    static final int LARGE = 60 * 1024;

    static final int SMALL = 4 * 1024;
    /** The bound of unused pieces of one size that are kept for later use. */
    private static final int SPARE = 32;

    private static final int MOST_LARGE = 512;
    private static final int MOST_HUGE = 8;

    private final Pool huge;
    private final Pool large;
    private final Pool small = new Pool(SMALL, Integer.MAX_VALUE);

    /** @param mostLarge how many large pieces connections may keep; {@code mostHuge} is the limit of huge pieces */
    LoopBuffers(int mostLarge, int mostHuge) {
        large = new Pool(LARGE, mostLarge);
        huge = new Pool(HUGE, mostHuge);
    }

    /** Returns buffers of which the large pieces of all loops take a quarter of the direct memory, and the huge ones an eighth. */
    static LoopBuffers ofThisProcess(int loops) {
        long each = PlatformDependent.maxDirectMemory() / loops;
        return new LoopBuffers(
                (int) Math.min(MOST_LARGE, each / 4 / LARGE), (int) Math.min(MOST_HUGE, each / 8 / HUGE));
    }

    /** Returns the shared piece to read into; it belongs to the buffers until {@link #keep}. */
    BufferChunk shared() {
        return large.first();
    }

    /** Returns the shared huge piece; only if {@link #hasHuge}. */
    BufferChunk hugeShared() {
        return huge.first();
    }

    boolean hasHuge() {
        return !huge.isExhausted();
    }

    /** Returns how many bytes to read into a piece at once. */
    int room(BufferChunk piece) {
        return piece.capacity == LARGE && large.isExhausted() ? SMALL : piece.capacity;
    }

    /** Returns a piece with the unwritten bytes of a shared piece; the caller owns it until {@link #giveBack}. */
    BufferChunk keep(BufferChunk shared) {
        if (shared.length() <= SMALL) {
            return small.lendCopy(shared);
        }
        if (shared.capacity == LARGE) {
            return large.lendFirst();
        }
        return shared.length() <= LARGE && !large.isExhausted() ? large.lendCopy(shared) : huge.lendFirst();
    }

    void giveBack(BufferChunk piece) {
        (piece.capacity == HUGE ? huge : piece.capacity == LARGE ? large : small).giveBack(piece);
    }

    /** Returns how many large and huge pieces connections keep. */
    int lent() {
        return large.lent + huge.lent;
    }

    int lentHuge() {
        return huge.lent;
    }

    /** Frees all memory; called when the loop has ended. */
    void free() {
        huge.free();
        large.free();
        small.free();
    }

    /** The pieces of one size. */
    private static final class Pool {
        private final int size;
        private final int most;
        private final ArrayDeque<BufferChunk> spare = new ArrayDeque<>();
        private int lent;

        Pool(int size, int most) {
            this.size = size;
            this.most = most;
        }

        boolean isExhausted() {
            return lent >= most;
        }

        BufferChunk first() {
            if (spare.isEmpty()) {
                spare.push(new BufferChunk(size));
            }
            return spare.peek();
        }

        BufferChunk lendFirst() {
            lent++;
            return spare.pop();
        }

        BufferChunk lendCopy(BufferChunk of) {
            first().copy(of);
            return lendFirst();
        }

        void giveBack(BufferChunk piece) {
            lent--;
            if (spare.size() < SPARE) {
                spare.push(piece);
            } else {
                piece.free();
            }
        }

        void free() {
            spare.forEach(BufferChunk::free);
            spare.clear();
        }
    }
}
