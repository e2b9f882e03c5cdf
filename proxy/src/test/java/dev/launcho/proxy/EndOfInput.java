package dev.launcho.proxy;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** What a reader sees of a connection, as "BYTES bytes, end" or "BYTES bytes, reset". */
final class EndOfInput {
    private EndOfInput() {}

    static String of(Socket socket) throws IOException {
        return of(socket, 16 * 1024, Duration.ZERO);
    }

    /** @param pause before each read of at most {@code most} bytes */
    static String of(Socket socket, int most, Duration pause) throws IOException {
        byte[] piece = new byte[most];
        int count = 0;
        try {
            for (int read = 0; read >= 0; read = socket.getInputStream().read(piece)) {
                count += read;
                LockSupport.parkNanos(pause.toNanos());
            }
            return count + " bytes, end";
        } catch (SocketException broken) {
            return count + " bytes, " + reason(broken);
        }
    }

    /** A write that is refused takes the reset away, so that a read sees an end in its place. */
    static String afterSaying(Socket socket, String text) throws IOException {
        try {
            socket.getOutputStream().write(text.getBytes());
        } catch (SocketException broken) {
            return of(socket).replace("end", reason(broken));
        }
        return of(socket);
    }

    private static String reason(SocketException broken) {
        return broken.getMessage().contains("reset") ? "reset" : broken.getMessage();
    }
}
