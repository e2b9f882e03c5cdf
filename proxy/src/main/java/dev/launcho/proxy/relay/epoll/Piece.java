package dev.launcho.proxy.relay.epoll;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.unix.Buffer;

/** Memory outside the heap, and which part of it is still to be written. Has one owner at each moment. */
final class Piece {
    final int capacity;
    final long address;
    int from;
    int to;
    private final ByteBuf memory;

    Piece(int capacity) {
        this.capacity = capacity;
        memory = UnpooledByteBufAllocator.DEFAULT.directBuffer(capacity, capacity);
        address = memory.hasMemoryAddress()
                ? memory.memoryAddress()
                : Buffer.memoryAddress(memory.internalNioBuffer(0, capacity));
    }

    int length() {
        return to - from;
    }

    /** Takes the part of {@code other} that is left; there must be room. */
    void copy(Piece other) {
        memory.setBytes(0, other.memory, other.from, other.length());
        from = 0;
        to = other.length();
    }

    void fill(byte[] bytes) {
        memory.setBytes(0, bytes);
        from = 0;
        to = bytes.length;
    }

    /** A copy of the first ones. */
    byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        memory.getBytes(0, bytes);
        return bytes;
    }

    void free() {
        memory.release();
    }
}
