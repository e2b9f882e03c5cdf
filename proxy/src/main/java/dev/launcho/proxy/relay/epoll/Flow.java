package dev.launcho.proxy.relay.epoll;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a relay: what comes from one side is written to the other one.
 *
 * <pre>
 *   MOVING --FIN read--> FINISHING --all written--> FINISHED (the FIN is passed on)
 *     |                      |
 *     |--read failed--> CUTTING --all written--> CUT (the reset may be passed on)
 *     |                      |
 *     '--an end broke--------'--> STOPPED
 * </pre>
 *
 * <p>Bytes are copied through the loop's memory, or, once {@value #BULK} bytes came in full reads one after the other,
 * moved by the kernel through a pipe, until nothing comes for a moment. What a reader doesn't take of a copied piece waits
 * in a pipe, too, so that the piece is free. Faster still is to copy huge pieces, but a reader that stalls keeps what it has
 * not taken of one: they are for directions that were seen to move, as long as the loop has some to spare. Either way the
 * next bytes are read only when all before them are written. At most {@value #TURN} bytes or so are moved in one go, then
 * others have their turn.
 *
 * <p>Confined to its loop.
 */
final class Flow implements Runnable {
    static final int BULK = 64 * 1024;
    /** Most of what the kernel keeps for a reader that takes nothing. */
    static final int PROVEN = 2 * 1024 * 1024;

    static final int TURN = 512 * 1024;
    /** How much a pipe is asked to take at once. */
    static final int GULP = Buffers.SEGMENT;

    enum State {
        MOVING,
        FINISHING,
        FINISHED,
        CUTTING,
        CUT,
        STOPPED
    }

    final Side from;
    final Side to;
    private final EpollRelay relay;
    private final Loop loop;
    private State state = State.MOVING;
    /** While the kernel moves the bytes, or keeps what could not be written yet. */
    private @Nullable Pipe pipe;
    /** What could not be written yet, of what was copied; behind what is in the pipe. */
    private @Nullable Piece rest;
    /** How much came in full reads since the last that was not. */
    private int streak;

    private long written;
    /** Whether it waits for its next turn. */
    private boolean queued;

    Flow(Side from, Side to, EpollRelay relay) {
        this.from = from;
        this.to = to;
        this.relay = relay;
        this.loop = relay.home();
    }

    State state() {
        return state;
    }

    /** Bytes wait for {@link #to} to take some. */
    boolean isStuck() {
        return rest != null || pipe != null && !pipe.isEmpty();
    }

    /** How many bytes. */
    long written() {
        return written;
    }

    /** Writes what goes before everything that is read, or keeps it until it can. Before the first pump. */
    void begin(byte[] first) {
        Piece piece = loop.buffers().shared();
        piece.fill(first);
        if (!send(piece) && state == State.MOVING) {
            rest = loop.buffers().keep(piece);
        }
    }

    /** Its next turn. */
    @Override
    public void run() {
        queued = false;
        relay.go(this);
    }

    /** Something may have become possible. */
    void wake() {
        if (!queued) {
            pump();
        }
    }

    /** Moves what can be moved, as long as it is its turn. */
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

    /** The source has broken and nothing more can be read from it; what was read is still written. */
    void cut() {
        if (state == State.MOVING) {
            state = State.CUTTING;
        }
    }

    /** Moves nothing any more, and lets go of what it has. */
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

    /** Everything that was read is written. */
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
            return copy(loop.buffers().shared());
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

    private int copy(Piece piece) {
        int room = loop.buffers().room(piece);
        int count = receive(piece, room);
        if (count <= 0) {
            return 0;
        }
        relay.moved(this, count);
        note(count, room);
        piece.from = 0;
        piece.to = count;
        if (!send(piece) && state == State.MOVING) {
            keep(piece);
        }
        return count;
    }

    private void keep(Piece piece) {
        boolean fits = piece.length() > Buffers.SMALL && piece.length() <= Buffers.LARGE;
        if (!fits || !store(piece)) {
            rest = loop.buffers().keep(piece);
        }
    }

    /** Puts it into a pipe; false if some of it had no room there. */
    private boolean store(Piece piece) {
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
        if (count < room && from.isEmptiedByShortRead()) {
            from.drained();
        }
        streak = count < Math.min(room, Buffers.LARGE) ? 0 : Math.min(BULK, streak + count);
    }

    private int splice(Pipe through) {
        int count;
        try {
            count = through.fill(from, GULP);
        } catch (IOException broken) {
            relay.broke(from, Breaking.Sign.READ);
            return 0;
        }
        if (count > 0) {
            relay.moved(this, count);
        } else {
            // Nothing there, urgent data or the end: only a read can tell, and the next edge or what was told brings
            // it.
            leavePipe(through);
            streak = 0;
            if (from.isEmptiedByShortRead()) {
                from.drained();
            }
        }
        return count;
    }

    private void leavePipe(Pipe used) {
        loop.pipes().giveBack(used);
        pipe = null;
    }

    private int receive(Piece piece, int room) {
        try {
            int count = from.socket.recvAddress(piece.address, 0, room);
            if (count <= 0) {
                from.drained();
                if (count < 0) {
                    state = relay.isCutBefore(this) ? State.CUTTING : State.FINISHING;
                }
            }
            return count;
        } catch (IOException broken) {
            relay.broke(from, Breaking.Sign.READ);
            return 0;
        }
    }

    /** Writes what is kept; false if some of it is left. */
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
                relay.broke(to, Breaking.Sign.WRITE);
            }
        }
    }

    private boolean drain(Pipe full) {
        try {
            written += full.drain(to);
            return full.isEmpty();
        } catch (IOException broken) {
            relay.broke(to, Breaking.Sign.WRITE);
            return false;
        }
    }

    private boolean send(Piece piece) {
        try {
            int count = to.send(piece);
            piece.from += count;
            written += count;
            return piece.length() == 0;
        } catch (IOException broken) {
            relay.broke(to, Breaking.Sign.WRITE);
            return false;
        }
    }
}
