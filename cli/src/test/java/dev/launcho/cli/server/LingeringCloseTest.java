package dev.launcho.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.cli.protocol.AuthFile;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client that goes on sending after its answer has come, and reads only then. */
class LingeringCloseTest {
    private static final int TRIES = 5;
    /** Less than the time for which the server reads on. */
    private static final Duration IN_TIME = Duration.ofMillis(1500);

    @TempDir
    Path directory;

    /** The last answer of a connection, whatever ends that: a refusal before or after the body, or the client's own wish. */
    @ParameterizedTest
    @CsvSource({
        "GET /v1/logs?tail=%, '', 400",
        "GET /v1/nothing, '', 404",
        "GET /v1/status, Connection: close~, 200",
        "PUT /v1/secrets/A, Content-Length: 99999999~, 413",
    })
    void answer_isReadAfterMoreHasBeenSent(String line, String header, int status) throws Exception {
        Exchange exchange = exchange(line, header);
        for (int i = 1; i < TRIES && !exchange.answered(status) && exchange.tooLate(); i++) {
            exchange = exchange(line, header);
        }

        assertThat(exchange.answers())
                .as("after %s of sending", exchange.sending())
                .startsWith("HTTP/1.1 " + status + " ")
                .endsWith("}\n");
    }

    /**
     * @param answers what the client has read, or what kept it from that
     * @param sending from the request until all was sent
     */
    private record Exchange(String answers, Duration sending) {
        private boolean answered(int status) {
            return answers.startsWith("HTTP/1.1 " + status + " ") && answers.endsWith("}\n");
        }

        /** Whether this machine was so busy that the server may have waited long enough: then this says nothing. */
        private boolean tooLate() {
            return sending.compareTo(IN_TIME) > 0;
        }
    }

    private Exchange exchange(String line, String header) throws Exception {
        try (FakeServer server = FakeServer.start(directory);
                Socket plain = new Socket("127.0.0.1", server.port());
                SSLSocket tls = (SSLSocket)
                        RawSockets.context().getSocketFactory().createSocket(plain, "127.0.0.1", server.port(), true)) {
            tls.setEnabledProtocols(new String[] {"TLSv1.2"}); // So that only an answer follows the handshake.
            tls.startHandshake();
            String token = AuthFile.read(server.home().serverAuth()).token();
            String request = line + " HTTP/1.1~Host: x~Authorization: Bearer " + token + "~" + header + "~";
            long begin = System.nanoTime();
            tls.getOutputStream().write(request.replace("~", "\r\n").getBytes(StandardCharsets.UTF_8));
            await().until(() -> plain.getInputStream().available() > 0);

            String answers;
            Duration sending = null;
            try {
                for (int i = 0; i < 20; i++) {
                    tls.getOutputStream().write(new byte[1000]);
                }
                sending = since(begin);
                answers = new String(tls.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                answers = e.toString();
            }
            return new Exchange(answers, sending == null ? since(begin) : sending);
        }
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
