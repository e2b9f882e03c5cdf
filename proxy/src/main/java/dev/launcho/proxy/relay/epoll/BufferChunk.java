package dev.launcho.proxy.relay.epoll;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.unix.Buffer;

/** A block of memory outside the heap, and the range of it that is still to be written. Has one owner at each moment. */
final class BufferChunk {
    final int capacity;
    final long address;
    int from;
    int to;
    private final ByteBuf memory;

    BufferChunk(int capacity) {
        this.capacity = capacity;
        memory = UnpooledByteBufAllocator.DEFAULT.directBuffer(capacity, capacity);
        address = memory.hasMemoryAddress()
                ? memory.memoryAddress()
                : Buffer.memoryAddress(memory.internalNioBuffer(0, capacity));
    }

    int length() {
        return to - from;
    }

    /** Copies the unwritten range of {@code other}; there must be room. */
    void copy(BufferChunk other) {
        memory.setBytes(0, other.memory, other.from, other.length());
        from = 0;
        to = other.length();
    }

    void fill(byte[] bytes) {
        memory.setBytes(0, bytes);
        from = 0;
        to = bytes.length;
    }

    /** Returns a copy of the first bytes. */
    byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        memory.getBytes(0, bytes);
        return bytes;
    }

    void free() {
        memory.release();
    }
}
