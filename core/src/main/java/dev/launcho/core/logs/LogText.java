package dev.launcho.core.logs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The bytes of logs: as they were written, or with each line after its instance's name. One reader, one thread. */
public final class LogText extends InputStream {
    private final LogMerge parts;
    private final boolean named;
    private final NamedLines lines = new NamedLines();
    private byte[] ready = new byte[0];
    private int at;

    /**
     * @param parts closed with this stream, which another thread may do
     * @param named whether each line follows its instance's name
     */
    public LogText(LogMerge parts, boolean named) {
        this.parts = parts;
        this.named = named;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        while (at == ready.length) {
            Optional<LogPart> part = parts.next();
            if (part.isEmpty()) {
                return -1;
            }
            ready = named ? named(part.get()) : part.get().bytes();
            at = 0;
        }
        int n = Math.min(length, ready.length - at);
        System.arraycopy(ready, at, to, offset, n);
        at += n;
        return n;
    }

    private byte[] named(LogPart part) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(part.bytes().length + 256);
        lines.write(part, part.instance() + " | ", out);
        return out.toByteArray();
    }

    @Override
    public void close() throws IOException {
        parts.close();
    }
}
