package dev.launcho.cli.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The stream of bytes that a worker sends. Each write is sent at once. At most {@value #WINDOW} buffers of up to
 * {@value #LARGEST} bytes are in flight; then the worker waits for the client.
 */
final class ResponseBody extends OutputStream {
    private static final int WINDOW = 8;
    static final int LARGEST = 32 * 1024;

    private final Channel channel;
    private final Duration patience;
    private final Semaphore window = new Semaphore(WINDOW);
    private volatile boolean broken;

    /** @param patience how long the client may take nothing */
    ResponseBody(Channel channel, Duration patience) {
        this.channel = channel;
        this.patience = patience;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int part = Math.min(LARGEST, length - done);
            send(from, offset + done, part);
            done += part;
        }
    }

    private void send(byte[] from, int offset, int length) throws IOException {
        acquire();
        ByteBuf buffer = channel.alloc().buffer(length).writeBytes(from, offset, length);
        channel.writeAndFlush(new DefaultHttpContent(buffer)).addListener(written -> {
            if (!written.isSuccess()) {
                broken = true;
            }
            window.release();
        });
    }

    private void acquire() throws IOException {
        try {
            if (!window.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new SocketTimeoutException("the client took nothing for " + patience.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while writing a response");
        }
        if (broken || !channel.isActive()) {
            window.release();
            throw new ClientGone("the client is gone");
        }
    }
}
