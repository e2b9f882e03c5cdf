package dev.launcho.bench.compare.wire;

import io.netty.channel.unix.Buffer;
import java.nio.ByteBuffer;

/** A direct buffer and its address; freed by the collector. */
final class Memory {
    final ByteBuffer bytes;
    final long address;
    final int size;

    Memory(int size) {
        this.size = size;
        bytes = ByteBuffer.allocateDirect(size);
        address = Buffer.memoryAddress(bytes);
    }
}
