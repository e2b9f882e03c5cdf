package dev.launcho.cli.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A client that sends all it can while its handshake waits fills no memory. */
@Tag("attack")
class HandshakeBytesTest {
    private final AtomicInteger reads = new AtomicInteger();
    private final HandshakeBytes bytes = new HandshakeBytes();
    private final EmbeddedChannel channel = new EmbeddedChannel();

    HandshakeBytesTest() {
        channel.config().setAutoRead(false);
        channel.pipeline()
                .addLast(
                        new ChannelOutboundHandlerAdapter() {
                            @Override
                            public void read(ChannelHandlerContext ctx) {
                                reads.incrementAndGet();
                            }
                        },
                        bytes);
    }

    private void receive(int count) {
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[count]));
    }

    @Test
    void read_moreThanAHandshakeNeeds_waitsForItsEnd() {
        receive(1_000);
        channel.read();
        assertThat(reads).hasValue(1);

        receive(HandshakeBytes.MOST);
        channel.read();
        channel.read();
        assertThat(reads).hasValue(1);

        bytes.end(channel);
        assertThat(reads).hasValue(2);
        receive(HandshakeBytes.MOST);
        channel.read();
        assertThat(reads).hasValue(3);
        channel.finishAndReleaseAll();
    }
}
