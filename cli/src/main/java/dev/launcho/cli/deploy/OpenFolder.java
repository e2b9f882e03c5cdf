package dev.launcho.cli.deploy;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Iterator;
import java.util.Set;

/**
 * An open folder, whose entries are opened by name and without following a link: openat(2). So nobody who exchanges a
 * file or folder for a link meanwhile has another one read. The names can be listed once. One thread; the caller closes
 * it.
 */
final class OpenFolder implements Closeable, Iterable<Path> {
    private final Path path;
    private final SecureDirectoryStream<Path> entries;

    private OpenFolder(Path path, SecureDirectoryStream<Path> entries) {
        this.path = path;
        this.entries = entries;
    }

    /** Opens a folder; links in its path are followed. */
    static OpenFolder at(Path path) throws IOException {
        return new OpenFolder(path, secure(Files.newDirectoryStream(path)));
    }

    /** Opens a folder in this one. */
    OpenFolder folder(Path name) throws IOException {
        return new OpenFolder(path.resolve(name), secure(entries.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)));
    }

    /** Returns where the folder was when it was opened. */
    Path path() {
        return path;
    }

    /** Returns the names of the entries. It may fail with a {@link java.nio.file.DirectoryIteratorException}. */
    @Override
    public Iterator<Path> iterator() {
        Iterator<Path> all = entries.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return all.hasNext();
            }

            @Override
            public Path next() {
                return all.next().getFileName();
            }
        };
    }

    /** Returns what an entry is; of a link, the link itself. */
    PosixFileAttributes attributes(Path name) throws IOException {
        return entries.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }

    /**
     * Opens a file. The open of a FIFO would wait for a writer, so the caller has just found with {@link #attributes}
     * that it is a file.
     *
     * @param size in bytes
     * @throws FileChange if it has another size
     */
    InputStream file(Path name, long size) throws IOException {
        SeekableByteChannel channel =
                entries.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        if (channel.size() != size) {
            channel.close();
            throw new FileChange();
        }
        return Channels.newInputStream(channel);
    }

    @Override
    public void close() throws IOException {
        entries.close();
    }

    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream) throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new IOException("this system can't list a folder without following links");
    }
}
