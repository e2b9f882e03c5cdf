package dev.launcho.cli.server;

import dev.launcho.cli.protocol.ServerLock;
import dev.launcho.core.store.HomeDirectory;
import dev.launcho.core.text.HostPort;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** A lock that keeps a second server out of a home. It is released when its process ends, however that happens. */
final class HomeLock implements AutoCloseable {
    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the lock of a home; empty if another server holds it. */
    static Optional<HomeLock> take(HomeDirectory home) throws IOException {
        FileChannel channel = FileChannel.open(
                home.lock(),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            return Optional.empty();
        }
        return Optional.of(new HomeLock(channel));
    }

    /** Publishes the server's address to the clients of this machine. */
    synchronized void publish(HostPort admin) throws IOException {
        byte[] line =
                new ServerLock(ProcessHandle.current().pid(), admin).format().getBytes(StandardCharsets.UTF_8);
        // Overwrites the old line in place, which succeeds even if the disk is full.
        channel.write(ByteBuffer.wrap(line), 0);
        channel.truncate(line.length);
    }

    @Override
    public void close() throws IOException {
        channel.truncate(0);
        channel.close();
    }
}
