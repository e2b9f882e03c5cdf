package dev.launcho.proxy.relay.epoll;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a relay: writes the bytes that come from one side to the other side.
 *
 * <pre>
 *   MOVING --FIN read--> FINISHING --all written--> FINISHED (the FIN is passed on)
 *     |                      |
 *     |--read failed--> CUTTING --all written--> CUT (the reset may be passed on)
 *     |                      |
 *     '--an end broke--------'--> STOPPED
 * </pre>
 *
 * <p>Bytes are copied through the loop's memory. Once {@value #BULK} bytes came in full reads one after the other, the kernel
 * splices them through a pipe, until nothing comes for a moment. The bytes of a copied piece that the reader does not take
 * wait in a pipe, too, so that the piece is free again. To copy huge pieces is faster still, but a reader that stalls
 * occupies its piece. So huge pieces are for directions that have proven to move, as long as the loop has some to spare.
 *
 * <p>Back-pressure: the next bytes are read only when all earlier bytes are written. A flow moves about {@value #TURN}
 * bytes in one turn; then other work has its turn.
 *
 * <p>Confined to its loop.
 */
final class Flow implements Runnable {
    static final int BULK = 64 * 1024;
    /** The written bytes that prove that a reader takes some: the kernel holds about as many for a reader that takes none. */
    static final int PROVEN = 2 * 1024 * 1024;

    static final int TURN = 512 * 1024;
    /** The bytes that a pipe is asked to take at once. */
    static final int GULP = LoopBuffers.SEGMENT;

    enum State {
        MOVING,
        FINISHING,
        FINISHED,
        CUTTING,
        CUT,
        STOPPED
    }

    final RelaySocket from;
    final RelaySocket to;
    private final EpollRelay relay;
    private final EventLoopState loop;
    private State state = State.MOVING;
    /** Set while the kernel splices the bytes, or while unwritten bytes wait in a pipe. */
    private @Nullable Pipe pipe;
    /** Copied bytes that could not be written yet; they come after the bytes in the pipe. */
    private @Nullable BufferChunk rest;
    /** The bytes that came in full reads since the last read that was not full; at most {@link #BULK}. */
    private int streak;

    private final BurstSize burst = new BurstSize();

    private long read;
    private long written;
    /** Whether this waits for its next turn. */
    private boolean queued;

    /** @param read the number of bytes that were read from the source before this began */
    Flow(RelaySocket from, RelaySocket to, EpollRelay relay, long read) {
        this.from = from;
        this.to = to;
        this.relay = relay;
        this.loop = relay.home();
        this.read = read;
    }

    State state() {
        return state;
    }

    /** Returns whether everything that came is written, including the FIN behind it if there was one. */
    boolean hasEnded() {
        return state == State.FINISHED || state == State.CUT;
    }

    /** Returns whether bytes wait until {@link #to} takes them. */
    boolean isStuck() {
        return rest != null || pipe != null && !pipe.isEmpty();
    }

    /** Returns the number of bytes written. */
    long written() {
        return written;
    }

    /** Writes the bytes that go first, or keeps them until there is room. To be called before the first pump. */
    void begin(byte[] first) {
        BufferChunk piece = loop.buffers().shared();
        piece.fill(first);
        if (!send(piece) && state == State.MOVING) {
            rest = loop.buffers().keep(piece);
        }
    }

    /** Goes on: the next turn has come. */
    @Override
    public void run() {
        queued = false;
        relay.go(this);
    }

    /** Goes on after an event: a read or a write may have become possible. */
    void wake() {
        if (!queued) {
            pump();
        }
    }

    /** Moves all bytes that can be moved, until the turn is over. */
    void pump() {
        int left = TURN;
        while (isUnderWay()) {
            if (!flush()) {
                awaitRoom();
                return;
            }
            if (state != State.MOVING) {
                arrive();
            } else if (!from.isReadable()) {
                return;
            } else if (left <= 0) {
                queue();
                return;
            } else {
                left -= move();
            }
        }
    }

    /** Ends the reads: the source has broken. Bytes that were read are still written. */
    void cut() {
        if (state == State.MOVING) {
            state = State.CUTTING;
        }
    }

    /** Stops for good, and gives back the memory and the pipe. */
    void stop() {
        if (isUnderWay()) {
            state = State.STOPPED;
        }
        if (rest != null) {
            loop.buffers().giveBack(rest);
            rest = null;
        }
        if (pipe != null) {
            leavePipe(pipe);
        }
    }

    private boolean isUnderWay() {
        return state == State.MOVING || state == State.FINISHING || state == State.CUTTING;
    }

    private void queue() {
        if (!queued) {
            queued = true;
            loop.turns().add(this);
        }
    }

    /** Ends the flow: everything that was read is written. */
    private void arrive() {
        if (pipe != null) {
            leavePipe(pipe);
        }
        if (state == State.FINISHING) {
            state = State.FINISHED;
            relay.finished(this);
        } else {
            state = State.CUT;
            relay.cut(this);
        }
    }

    private int move() {
        if (streak < BULK) {
            boolean whole = burst.isWorthALargerPiece() && loop.buffers().hasHuge();
            return copy(whole ? loop.buffers().hugeShared() : loop.buffers().shared());
        }
        if (written >= PROVEN && loop.buffers().hasHuge()) {
            if (pipe != null) {
                leavePipe(pipe);
            }
            return copy(loop.buffers().hugeShared());
        }
        if (pipe == null) {
            pipe = loop.pipes().take();
        }
        return pipe == null ? copy(loop.buffers().shared()) : splice(pipe);
    }

    private int copy(BufferChunk piece) {
        int room = loop.buffers().room(piece);
        int count = receive(piece, room);
        if (count <= 0) {
            return 0;
        }
        moved(count);
        note(count, room);
        piece.from = 0;
        piece.to = count;
        if (!send(piece) && state == State.MOVING) {
            keep(piece);
        }
        return count;
    }

    private void keep(BufferChunk piece) {
        boolean fits = piece.length() > LoopBuffers.SMALL && piece.length() <= LoopBuffers.LARGE;
        if (!fits || !store(piece)) {
            rest = loop.buffers().keep(piece);
        }
    }

    /** Puts a piece into a pipe; returns false if a part of it had no room there. */
    private boolean store(BufferChunk piece) {
        if (pipe == null) {
            pipe = loop.pipes().take();
        }
        try {
            return pipe != null && pipe.put(piece);
        } catch (IOException noMemory) {
            return false;
        }
    }

    private void note(int count, int room) {
        burst.read(count);
        if (count < room && from.isEmptiedByShortRead()) {
            drained();
        }
        int full = streak < BULK ? room : Math.min(room, LoopBuffers.LARGE);
        streak = count < full ? 0 : Math.min(BULK, streak + count);
    }

    /** Notes that nothing more can be read now. */
    private void drained() {
        from.drained();
        burst.drained();
    }

    private int splice(Pipe through) {
        int count;
        try {
            count = through.fill(from, GULP);
        } catch (IOException broken) {
            relay.broke(from, ResetInProgress.Sign.READ);
            return 0;
        }
        if (count > 0) {
            burst.read(count);
            moved(count);
        } else {
            // Nothing is there, or urgent data, or the end. Only a read shows which; it follows now or at the next
            // event.
            leavePipe(through);
            streak = 0;
            if (from.isEmptiedByShortRead()) {
                drained();
            }
        }
        return count;
    }

    private void moved(int count) {
        read += count;
        relay.moved(this, count);
    }

    private void leavePipe(Pipe used) {
        loop.pipes().giveBack(used);
        pipe = null;
    }

    private int receive(BufferChunk piece, int room) {
        try {
            int count = from.socket.recvAddress(piece.address, 0, room);
            if (count <= 0) {
                drained();
                if (count < 0) {
                    state = relay.mayBeCut(this) && !from.hasSentFinBehind(read) ? State.CUTTING : State.FINISHING;
                }
            }
            return count;
        } catch (IOException broken) {
            relay.broke(from, ResetInProgress.Sign.READ);
            return 0;
        }
    }

    /** Writes the bytes that are kept; returns false if some are left. */
    private boolean flush() {
        if (pipe != null && !pipe.isEmpty() && !drain(pipe)) {
            return false;
        }
        if (pipe != null && streak < BULK) {
            leavePipe(pipe);
        }
        if (rest != null) {
            if (!send(rest)) {
                return false;
            }
            loop.buffers().giveBack(rest);
            rest = null;
        }
        return true;
    }

    private void awaitRoom() {
        if (isUnderWay()) {
            try {
                to.awaitRoom();
            } catch (IOException noMemory) {
                relay.broke(to, ResetInProgress.Sign.WRITE);
            }
        }
    }

    private boolean drain(Pipe full) {
        try {
            written += full.drain(to);
            return full.isEmpty();
        } catch (IOException broken) {
            relay.broke(to, ResetInProgress.Sign.WRITE);
            return false;
        }
    }

    private boolean send(BufferChunk piece) {
        try {
            int count = to.send(piece);
            piece.from += count;
            written += count;
            return piece.length() == 0;
        } catch (IOException broken) {
            relay.broke(to, ResetInProgress.Sign.WRITE);
            return false;
        }
    }
}
