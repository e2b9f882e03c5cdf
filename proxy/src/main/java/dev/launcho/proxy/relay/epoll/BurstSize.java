package dev.launcho.proxy.relay.epoll;

/**
 * The size of a direction's last burst: the bytes that came before nothing more was there. A peer that sends messages of one
 * size goes on to do so. A message that is a little larger than a piece is therefore read into a huge piece. That takes one
 * read and one write instead of two of each.
 *
 * <p>Confined to the loop of its direction.
 */
final class BurstSize {
    /** The largest burst that is read whole, in bytes. */
    static final int MOST = 2 * LoopBuffers.SEGMENT;

    private long sinceDrained;
    private long last;

    /** Adds bytes that were read. */
    void read(int count) {
        sinceDrained += count;
    }

    /** Ends the burst: nothing more is there. */
    void drained() {
        if (sinceDrained > 0) {
            last = sinceDrained;
            sinceDrained = 0;
        }
    }

    /** Returns whether the last burst was larger than a large piece but would fit into a huge one. */
    boolean isWorthALargerPiece() {
        return last > LoopBuffers.LARGE && last <= MOST;
    }
}
