package dev.launcho.proxy.relay.epoll;

import io.netty.util.internal.PlatformDependent;
import java.util.ArrayDeque;

/**
 * One loop's memory for bytes on their way. All connections read into the same piece, or into the same huge one, and
 * almost always everything can be written at once. A connection that can't write everything keeps what is left in a piece
 * of the smallest size that does, or keeps the piece itself, and another takes its place here.
 *
 * <p>Bounds: at most so many large and huge pieces are with connections. Beyond that reads are small, and so is what is
 * kept, in a piece of its own: one for each direction of a connection at most.
 *
 * <p>Sizes: what is larger than a segment by a little goes out as a full one and a tiny one, and each costs the peer a
 * wake-up. The kernel hands the device segments of up to 64 KiB, headers included; those of the loopback device, whose MTU
 * is 65,536, carry 65,483 bytes.
 *
 * <p>Confined to the loop.
 */
final class Buffers {
    static final int SEGMENT = 64 * 1024 - 128;
    static final int HUGE = 4 * SEGMENT;
    /** A little less than a segment, in whole pages. */
    static final int LARGE = 60 * 1024;

    static final int SMALL = 4 * 1024;
    /** Pieces of a size that wait here for their next use. */
    private static final int SPARE = 32;

    private static final int MOST_LARGE = 512;
    private static final int MOST_HUGE = 8;

    private final Pool huge;
    private final Pool large;
    private final Pool small = new Pool(SMALL, Integer.MAX_VALUE);

    /** @param mostLarge how many large pieces may be with connections, and {@code mostHuge} how many huge ones */
    Buffers(int mostLarge, int mostHuge) {
        large = new Pool(LARGE, mostLarge);
        huge = new Pool(HUGE, mostHuge);
    }

    /** A quarter of the direct memory for the large pieces of all loops together, and an eighth for their huge ones. */
    static Buffers ofThisProcess(int loops) {
        long each = PlatformDependent.maxDirectMemory() / loops;
        return new Buffers((int) Math.min(MOST_LARGE, each / 4 / LARGE), (int) Math.min(MOST_HUGE, each / 8 / HUGE));
    }

    /** What to read into; belongs to this until it is kept. */
    Piece shared() {
        return large.first();
    }

    /** The same for much at once; only if {@link #hasHuge}. */
    Piece hugeShared() {
        return huge.first();
    }

    boolean hasHuge() {
        return !huge.isExhausted();
    }

    /** How much to read into this piece at once. */
    int room(Piece piece) {
        return piece.capacity == LARGE && large.isExhausted() ? SMALL : piece.capacity;
    }

    /** Takes what is left of a shared piece out of here, until it is given back. */
    Piece keep(Piece shared) {
        if (shared.length() <= SMALL) {
            return small.lendCopy(shared);
        }
        if (shared.capacity == LARGE) {
            return large.lendFirst();
        }
        return shared.length() <= LARGE && !large.isExhausted() ? large.lendCopy(shared) : huge.lendFirst();
    }

    void giveBack(Piece piece) {
        (piece.capacity == HUGE ? huge : piece.capacity == LARGE ? large : small).giveBack(piece);
    }

    /** How many large and huge ones are with connections. */
    int lent() {
        return large.lent + huge.lent;
    }

    int lentHuge() {
        return huge.lent;
    }

    /** When the loop has ended. */
    void free() {
        huge.free();
        large.free();
        small.free();
    }

    /** The pieces of one size. */
    private static final class Pool {
        private final int size;
        private final int most;
        private final ArrayDeque<Piece> spare = new ArrayDeque<>();
        private int lent;

        Pool(int size, int most) {
            this.size = size;
            this.most = most;
        }

        boolean isExhausted() {
            return lent >= most;
        }

        Piece first() {
            if (spare.isEmpty()) {
                spare.push(new Piece(size));
            }
            return spare.peek();
        }

        Piece lendFirst() {
            lent++;
            return spare.pop();
        }

        Piece lendCopy(Piece of) {
            first().copy(of);
            return lendFirst();
        }

        void giveBack(Piece piece) {
            lent--;
            if (spare.size() < SPARE) {
                spare.push(piece);
            } else {
                piece.free();
            }
        }

        void free() {
            spare.forEach(Piece::free);
            spare.clear();
        }
    }
}
