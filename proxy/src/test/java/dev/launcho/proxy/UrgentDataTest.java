package dev.launcho.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A read stops at a byte that its sender has marked as urgent, however much is behind it. */
class UrgentDataTest extends BalancerFixture {
    /** All of it is there before anything is read, and no event tells of it again. */
    @Test
    void urgentByteInBetween_whatIsBehindItArrives() throws IOException {
        serve(HOLD);
        TestClient client = connect().send("before");
        client.socket().sendUrgentData('!');
        client.send("behind\n");
        awaitHeld(1);

        serve(HOLD, echo("a").active());

        assertThat(client.line()).isEqualTo("a");
        assertThat(client.line()).isEqualTo("beforebehind");
    }

    @Test
    void urgentByteInBulk_whatIsBehindItArrives() throws IOException {
        String bulk = "0123456789".repeat(40_000);
        serve(HOLD);
        TestClient client = connect();
        client.socket().setSendBufferSize(2 * bulk.length());
        client.send(bulk);
        client.socket().sendUrgentData('!');
        client.send(bulk + "\n");
        awaitHeld(1);

        serve(HOLD, echo("a").active());

        assertThat(client.line()).isEqualTo("a");
        assertThat(new String(client.in().readNBytes(2 * bulk.length()), StandardCharsets.US_ASCII))
                .isEqualTo(bulk + bulk);
    }
}
