package dev.launcho.cli.server.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("attack")
class MessageFlowTest {
    private static final String CHUNKED = "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final int MANY = 10_000;

    private final List<Object> received = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private boolean greedy;
    private MessageFlow flow;

    private void open() {
        channel.config().setAutoRead(false);
        flow = MessageFlow.addTo(
                channel.pipeline(),
                new HttpDecoderConfig()
                        .setHeadersFactory(FramingHeaders.FACTORY)
                        .setTrailersFactory(FramingHeaders.FACTORY));
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                received.add(message);
                if (greedy) {
                    ctx.read();
                }
            }
        });
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
        received.forEach(ReferenceCountUtil::safeRelease);
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, US_ASCII);
    }

    @Test
    void chunks_ofOneByte_stayBytesUntilTheyAreAskedFor() {
        open();
        channel.read();
        channel.writeInbound(bytes(CHUNKED + "1\r\nx\r\n".repeat(MANY)));

        assertThat(received).singleElement().isInstanceOf(HttpRequest.class);
        assertThat(flow.waiting()).isZero();
        channel.read();
        assertThat(received).hasSize(2);
        assertThat(flow.waiting()).isZero();
    }

    @Test
    void requests_manyInOneRead_stayBytesUntilTheyAreAskedFor() {
        open();
        channel.read();
        channel.writeInbound(bytes("GET / HTTP/1.1\r\n\r\n".repeat(MANY)));

        assertThat(received).hasSize(1);
        assertThat(flow.waiting()).as("the end of the first request").isEqualTo(1);
    }

    @Test
    void pieces_ofOneByteEach_areHeldAsOneBuffer() {
        open();
        List<ByteBuf> pieces = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            pieces.add(bytes("x"));
        }

        pieces.forEach(channel::writeInbound);

        assertThat(pieces.stream().filter(piece -> piece.refCnt() > 0)).hasSizeLessThanOrEqualTo(1);
    }

    /** Whoever asks again at once gets all of it, and without a deep stack. */
    @Test
    void chunks_askedForOneByOne_allCome() {
        open();
        greedy = true;
        channel.read();
        channel.writeInbound(bytes(CHUNKED + "1\r\nx\r\n".repeat(MANY) + "0\r\n\r\nGET / HTTP/1.1\r\n\r\n"));

        assertThat(received).hasSize(1 + MANY + 1 + 2);
        assertThat(received.get(MANY + 1)).isInstanceOf(LastHttpContent.class);
        assertThat(received.get(MANY + 2)).isInstanceOf(HttpRequest.class);
    }

    @Test
    void request_inPieces_comesWhenItIsWhole() {
        open();
        channel.read();
        for (char c : "GET /a HTTP/1.1\r\n\r\n".toCharArray()) {
            assertThat(received).isEmpty();
            channel.writeInbound(bytes(String.valueOf(c)));
        }

        assertThat(received).singleElement().isInstanceOf(HttpRequest.class);
        channel.read();
        assertThat(received.get(1)).isInstanceOf(HttpContent.class);
    }

    @Test
    void headers_moreThanAHundred_areRefused() {
        open();
        channel.read();
        channel.writeInbound(bytes("GET / HTTP/1.1\r\n" + "a:\r\n".repeat(101) + "\r\n"));

        HttpRequest request = (HttpRequest) received.get(0);
        assertThat(request.decoderResult().isFailure()).isTrue();
        assertThat(request.headers().size()).isLessThanOrEqualTo(100);
    }

    @Test
    void trailers_moreThanAHundred_areRefused() {
        open();
        greedy = true;
        channel.read();
        channel.writeInbound(bytes(CHUNKED + "0\r\n" + "a:\r\n".repeat(101) + "\r\n"));

        HttpContent end = (HttpContent) received.get(1);
        assertThat(end.decoderResult().isFailure()).isTrue();
    }
}
