package dev.launcho.cli.protocol;

import dev.launcho.core.disk.FileFailure;
import java.io.FilterOutputStream;
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
 * A file that appears whole or not at all. It is written under a temporary name in the same directory, fsynced and renamed;
 * then the directory is fsynced. Closing without {@link #commit()} leaves the previous file. One thread.
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
        this.out = new Translating(Channels.newOutputStream(channel));
    }

    /** Turns a failed write into an error in English, at once: a full disk is recognised only while it is full. */
    private final class Translating extends FilterOutputStream {
        Translating(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                out.write(bytes, from, length);
            } catch (IOException e) {
                throw FileFailure.writing(file, e, length);
            }
        }
    }

    /** Begins a file with the permissions that the umask leaves. */
    public static DurableFile create(Path file) throws IOException {
        return new DurableFile(file);
    }

    /** Writes a whole file, which has mode 0600 from its first byte on. */
    public static void writePrivate(Path file, byte[] content) throws IOException {
        try (DurableFile durable = new DurableFile(
                file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            durable.out().write(content);
            durable.commit();
        }
    }

    /** Returns the stream to write the file to, which is not buffered. */
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
