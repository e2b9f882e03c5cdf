package dev.launcho.core.health;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * TCP and HTTP over loopback: 127.0.0.1 first, then ::1. A request of its own making, because the JDK's clients neither
 * keep one deadline over connecting, sending and reading, nor leave redirects and proxies alone by themselves.
 */
final class LoopbackProbe {
    private static final List<String> ADDRESSES = List.of("127.0.0.1", "::1");
    private static final int LONGEST_STATUS_LINE = 512;

    private LoopbackProbe() {}

    static Answer tcp(Prober.Port port, Duration timeout) {
        return ask("connect", port.number(), timeout, (socket, deadline) -> {
            socket.getOutputStream().write(ProbeHeader.of(port.header()));
            return new Verdict(true, "accepts connections");
        });
    }

    /** Any 2xx or 3xx is healthy. The status line decides; headers and body are not read. */
    static Answer http(Prober.Port port, String path, Duration timeout) {
        return ask("GET " + path, port.number(), timeout, (socket, deadline) -> {
            String request = "GET " + path + " HTTP/1.1\r\nHost: localhost:" + port.number()
                    + "\r\nUser-Agent: launcho\r\nAccept: */*\r\nConnection: close\r\n\r\n";
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(ProbeHeader.of(port.header()));
            bytes.writeBytes(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(bytes.toByteArray());
            return judge(statusLine(socket, deadline));
        });
    }

    private static Verdict judge(String line) {
        String[] words = line.split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/") || !words[1].matches("[0-9]{3}")) {
            return new Verdict(false, line.isEmpty() ? "closed without an answer" : "no HTTP answer");
        }
        int status = Integer.parseInt(words[1]);
        return new Verdict(
                status >= 200 && status < 400,
                line.substring(words[0].length() + 1).trim());
    }

    private static String statusLine(Socket socket, long deadline) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder line = new StringBuilder();
        byte[] some = new byte[LONGEST_STATUS_LINE];
        while (line.length() < LONGEST_STATUS_LINE) {
            socket.setSoTimeout(left(deadline));
            int count = in.read(some);
            if (count < 0) {
                break;
            }
            for (int i = 0; i < count; i++) {
                if (some[i] == '\n') {
                    return line.toString();
                }
                char c = (char) (some[i] & 0xff);
                if (c >= ' ') {
                    line.append(c);
                }
            }
        }
        return line.toString();
    }

    private static Answer ask(String what, int port, Duration timeout, Question question) {
        long deadline = System.nanoTime() + timeout.toNanos();
        String problem = "connection refused";
        for (String address : ADDRESSES) {
            String at = (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + port;
            boolean connected = false;
            try (Socket socket = new Socket()) {
                socket.setTcpNoDelay(true);
                socket.connect(new InetSocketAddress(InetAddress.getByName(address), port), left(deadline));
                connected = true;
                Verdict verdict = question.ask(socket, deadline);
                return new Answer(verdict.healthy(), what + " on " + at + ": " + verdict.text(), address);
            } catch (ConnectException refused) {
                continue;
            } catch (SocketTimeoutException e) {
                return new Answer(
                        false,
                        what + " on " + at + ": no answer in " + timeout.toMillis() + "ms",
                        connected ? address : "");
            } catch (IOException e) {
                problem = String.valueOf(e.getMessage());
                if (connected) {
                    return new Answer(false, what + " on " + at + ": " + problem, address);
                }
            }
        }
        return new Answer(false, what + " on 127.0.0.1:" + port + ": " + problem, "");
    }

    /** Milliseconds, at least 1: 0 would mean no limit. */
    private static int left(long deadline) throws SocketTimeoutException {
        long ms = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (ms <= 0) {
            throw new SocketTimeoutException();
        }
        return (int) ms;
    }

    private record Verdict(boolean healthy, String text) {}

    private interface Question {
        Verdict ask(Socket socket, long deadline) throws IOException;
    }
}
