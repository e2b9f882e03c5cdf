package dev.launcho.proxy.relay.epoll;

import io.netty.util.internal.PlatformDependent;
import java.util.ArrayDeque;

/**
 * One loop's memory for bytes on their way. All connections read into the same piece, and almost always everything can be
 * written at once. A connection that can't write everything keeps the piece, and another takes its place here.
 *
 * <p>Bounds: at most {@link #most} large pieces are with connections. Beyond that reads are small, and so is what is
 * kept, in a piece of its own: one for each direction of a connection at most.
 *
 * <p>Confined to the loop.
 */
final class Buffers {
    static final int LARGE = 32 * 1024;
    static final int SMALL = 4 * 1024;
    /** Pieces of a size that wait here for their next use. */
    private static final int SPARE = 32;

    private static final int MOST = 1024;

    private final int most;
    private final ArrayDeque<Piece> spare = new ArrayDeque<>(SPARE);
    private final ArrayDeque<Piece> spareSmall = new ArrayDeque<>(SPARE);
    private Piece shared = new Piece(LARGE);
    private int lent;

    /** @param most how many large pieces may be with connections */
    Buffers(int most) {
        this.most = most;
    }

    /** A quarter of the direct memory for all loops together. */
    static Buffers ofThisProcess(int loops) {
        return new Buffers((int) Math.min(MOST, PlatformDependent.maxDirectMemory() / 4 / loops / LARGE));
    }

    /** What to read into; belongs to this until it is kept. */
    Piece shared() {
        return shared;
    }

    /** How much to read at once. */
    int room() {
        return lent < most ? LARGE : SMALL;
    }

    /** Takes what is left of the shared piece out of here, until it is given back. */
    Piece keep() {
        Piece kept = shared;
        if (kept.length() <= SMALL) {
            kept = spareSmall.isEmpty() ? new Piece(SMALL) : spareSmall.pop();
            kept.copy(shared);
        } else {
            lent++;
            shared = spare.isEmpty() ? new Piece(LARGE) : spare.pop();
        }
        return kept;
    }

    void giveBack(Piece piece) {
        ArrayDeque<Piece> others = spareSmall;
        if (piece.capacity == LARGE) {
            lent--;
            others = spare;
        }
        if (others.size() < SPARE) {
            others.push(piece);
        } else {
            piece.free();
        }
    }

    int lent() {
        return lent;
    }

    /** When the loop has ended. */
    void free() {
        shared.free();
        spare.forEach(Piece::free);
        spare.clear();
        spareSmall.forEach(Piece::free);
        spareSmall.clear();
    }
}
