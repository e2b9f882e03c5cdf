package dev.launcho.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An instance that answers a request which it does not want to read, and closes: its kernel resets the client behind the answer. */
@ExtendWith(RepeatedAfterLoss.class)
class EarlyAnswerTest extends BalancerFixture {
    private static final String ANSWER =
            "HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 5\r\n\r\nlarge";
    private static final int CLIENTS = Stress.ON ? 300 : 60;

    @ParameterizedTest
    @CsvSource({"200000, false", "200000, true", "1000000, false", "1000000, true"})
    void answerWhileTheClientSends_isNeverLost(int size, boolean finFirst) throws Exception {
        TestBackend a = backend("a", socket -> answer(socket, finFirst));
        serve(a.active());

        for (int i = 0; i < CLIENTS; i++) {
            TestClient client = connect();
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(client, size));
            assertThat(new String(client.in().readNBytes(ANSWER.length())))
                    .as("client %s", i)
                    .isEqualTo(ANSWER);
            sending.get(30, TimeUnit.SECONDS);
            client.close();
        }
        awaitActive(0);
    }

    private static void answer(Socket socket, boolean finFirst) throws IOException {
        while (socket.getInputStream().read() != '\n') {
            // The rest stays unread.
        }
        socket.getOutputStream().write(ANSWER.getBytes());
        if (finFirst) {
            socket.shutdownOutput();
        }
    }

    private static void send(TestClient client, int size) {
        try {
            client.out().write("POST / HTTP/1.1\r\n".getBytes());
            client.out().write(new byte[size]);
        } catch (IOException refused) {
            // The answer says why.
        }
    }
}
