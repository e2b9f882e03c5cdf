package dev.launcho.cli.protocol;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * A file that appears whole or not at all: written under a temporary name beside it, fsynced, renamed, the directory
 * fsynced. Closing without {@link #commit()} leaves what was there before. One thread.
 */
public final class DurableFile implements AutoCloseable {
    private final Path file;
    private final Path temporary;
    private final FileChannel channel;
    private final OutputStream out;
    private boolean done;

    private DurableFile(Path file, FileAttribute<?>... attributes) throws IOException {
        this.file = file.toAbsolutePath();
        this.temporary = this.file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        this.channel = FileChannel.open(
                temporary, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), attributes);
        this.out = Channels.newOutputStream(channel);
    }

    /** With the permissions that the umask leaves. */
    public static DurableFile create(Path file) throws IOException {
        return new DurableFile(file);
    }

    /** 0600 from its first byte on. */
    public static void writePrivate(Path file, byte[] content) throws IOException {
        try (DurableFile durable = new DurableFile(
                file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            durable.out().write(content);
            durable.commit();
        }
    }

    /** Not buffered. */
    public OutputStream out() {
        return out;
    }

    public void commit() throws IOException {
        channel.force(true);
        channel.close();
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        done = true;
        try (FileChannel directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (!done) {
            Files.deleteIfExists(temporary);
        }
    }
}
