package dev.launcho.core.logs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Logs as bytes: as they were written, or each line behind its instance's name. One reader, one thread. */
public final class LogText extends InputStream {
    private final LogMerge parts;
    private final boolean named;
    private final Set<String> inLine = new HashSet<>();
    private String last = "";
    private byte[] ready = new byte[0];
    private int at;

    /**
     * @param parts is closed with this, which another thread may do
     * @param named whether lines come behind names
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

    private byte[] named(LogPart part) {
        byte[] bytes = part.bytes();
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 256);
        if (bytes.length > 0 && !last.equals(part.instance()) && inLine.remove(last)) {
            // Should its line go on later, it does so behind its name again.
            out.write('\n');
        }
        byte[] name = (part.instance() + " | ").getBytes(StandardCharsets.UTF_8);
        for (int from = 0; from < bytes.length; ) {
            int to = Lines.end(bytes, from);
            if (!inLine.contains(part.instance())) {
                out.writeBytes(name);
            }
            out.write(bytes, from, to - from);
            if (bytes[to - 1] == '\n') {
                inLine.remove(part.instance());
            } else {
                inLine.add(part.instance());
            }
            from = to;
            last = part.instance();
        }
        return out.toByteArray();
    }

    @Override
    public void close() throws IOException {
        parts.close();
    }
}
