package dev.launcho.cli.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;

/** The parts of an archive as one stream. Each part is made when its turn comes, and closed at its end. One thread. */
final class ArchiveInput extends InputStream {
    private final Iterator<Part> parts;
    private InputStream now = InputStream.nullInputStream();

    /** A part that is not open yet. */
    interface Part {
        InputStream open();
    }

    ArchiveInput(Iterator<Part> parts) {
        this.parts = parts;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int count = now.read(to, offset, length);
        while (count < 0 && parts.hasNext()) {
            now.close();
            now = parts.next().open();
            count = now.read(to, offset, length);
        }
        return count;
    }

    /** Closes the present part; those that follow are never made. */
    @Override
    public void close() throws IOException {
        now.close();
    }
}
