package dev.launcho.cli.deploy;

import dev.launcho.core.disk.FileFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;

/** The content of a file that has to be as long as it was when it was listed. Opened by the first read. One thread. */
final class FileContent extends InputStream {
    private final PackedEntry entry;
    private InputStream in = InputStream.nullInputStream();
    private boolean opened;
    private long left;

    FileContent(PackedEntry entry) {
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
                in = Files.newInputStream(entry.file(), LinkOption.NOFOLLOW_LINKS);
            }
            int count = in.read(to, offset, length);
            if (count > left || count < 0 && left > 0) {
                throw new ChangedFile(RawName.shown(entry.name()) + " changed while it was read");
            }
            left -= Math.max(0, count);
            return count;
        } catch (ChangedFile e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(RawName.shown(entry.name()) + " can't be read: " + FileFailure.reason(e), e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** The failure of a file that is no more as it was listed. */
    private static final class ChangedFile extends IOException {
        private static final long serialVersionUID = 1L;

        ChangedFile(String message) {
            super(message);
        }
    }
}
