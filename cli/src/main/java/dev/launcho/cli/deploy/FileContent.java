package dev.launcho.cli.deploy;

import dev.launcho.core.disk.FileFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;

/**
 * The content of a file that has to be the one that was listed, and as long. The first read opens it, folder by folder.
 * It fails with a {@link ContentFailure}. One thread.
 */
final class FileContent extends InputStream {
    private final Path top;
    private final PackedEntry entry;
    private InputStream in = InputStream.nullInputStream();
    private boolean opened;
    private long left;

    /** @param top the folder that is packed, without links in its path */
    FileContent(Path top, PackedEntry entry) {
        this.top = top;
        this.entry = entry;
        this.left = entry.size();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        try {
            if (!opened) {
                opened = true;
                try (OpenFolder folder = OpenFolder.at(top)) {
                    in = open(folder, entry.file(), 0);
                }
            }
            int count = in.read(to, offset, length);
            if (count > left || count < 0 && left > 0) {
                throw new FileChange();
            }
            left -= Math.max(0, count);
            return count;
        } catch (FileChange e) {
            throw new ContentFailure(
                    RawName.shown(entry.name()) + " changed while it was read",
                    "run it again when nothing writes to the folder",
                    e);
        } catch (IOException e) {
            throw new ContentFailure(
                    RawName.shown(entry.name()) + " can't be read: " + FileFailure.reason(e),
                    "make it readable, or name it in .launchoignore",
                    e);
        }
    }

    /** @param depth how many names of the path lead to {@code folder}; at most {@link FolderListing#DEEPEST} */
    private InputStream open(OpenFolder folder, Path path, int depth) throws IOException {
        Path name = path.getName(depth);
        if (depth + 1 < path.getNameCount()) {
            try (OpenFolder below = folder.folder(name)) {
                return open(below, path, depth + 1);
            }
        }
        PosixFileAttributes found = folder.attributes(name);
        if (!found.isRegularFile() || !found.fileKey().equals(entry.key())) {
            throw new FileChange();
        }
        return folder.file(name, entry.size());
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
