package dev.launcho.cli.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("attack")
class RequestBodyTest {
    private final RequestBody body = new RequestBody(() -> {}, Duration.ofSeconds(30));

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, UTF_8);
    }

    @Test
    void read_wholeBody_endsAfterItsBytes() throws Exception {
        body.offer(bytes("ab"));
        body.offer(bytes("cd"));
        body.end();

        assertThat(body.readAllBytes()).isEqualTo("abcd".getBytes(UTF_8));
        body.gone();
        body.close();
        assertThat(body.read()).isEqualTo(-1);
    }

    @Test
    void read_clientLeftBeforeTheFirstByteWasRead_isNoEmptyBody() {
        body.offer(bytes("whole"));
        body.end();
        body.gone();
        body.close();

        assertThatThrownBy(body::readAllBytes).isInstanceOf(ClientGone.class);
    }

    @Test
    void read_clientLeftBetweenTwoReads_isNoShorterBody() throws Exception {
        body.offer(bytes("ab"));
        body.offer(bytes("cd"));
        body.end();
        assertThat(body.readNBytes(2)).isEqualTo("ab".getBytes(UTF_8));
        body.gone();
        body.close();

        assertThatThrownBy(body::readAllBytes).isInstanceOf(ClientGone.class);
    }

    @Test
    void read_bytesCameAfterTheClose_isNoEmptyBody() {
        body.close();
        ByteBuf late = bytes("late");
        body.offer(late);
        body.end();

        assertThat(late.refCnt()).isZero();
        assertThatThrownBy(body::readAllBytes).isInstanceOf(ClientGone.class);
    }

    @Test
    void offer_wholeBodyInPiecesOfOneByte_keepsNoPiece() throws Exception {
        List<ByteBuf> pieces = new ArrayList<>();
        body.keepWhole(10_000);
        for (int i = 0; i < 10_000; i++) {
            ByteBuf piece = bytes("x");
            pieces.add(piece);
            body.offer(piece);
        }
        body.end();

        assertThat(pieces).allMatch(piece -> piece.refCnt() == 0);
        assertThat(body.readAllBytes()).isEqualTo("x".repeat(10_000).getBytes(UTF_8));
    }
}
