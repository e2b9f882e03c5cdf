package dev.launcho.proxy.relay.epoll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PipePoolTest {
    @BeforeAll
    static void onlyOnLinux() {
        assumeTrue(Epoll.isAvailable());
    }

    @Test
    void take_most_thenNone() {
        PipePool pipes = new PipePool(2);
        Pipe first = pipes.take();
        Pipe second = pipes.take();

        assertThat(pipes.take()).isNull();
        pipes.giveBack(first);
        assertThat(pipes.take()).isSameAs(first);

        pipes.giveBack(first);
        pipes.giveBack(second);
        pipes.closeSpare();
        assertThat(pipes.open()).isZero();
    }

    @Test
    void trim_closesWhatNobodyNeeded() {
        PipePool pipes = new PipePool(10);
        Pipe first = pipes.take();
        Pipe second = pipes.take();
        pipes.giveBack(first);
        pipes.giveBack(second);
        pipes.trim();

        pipes.giveBack(pipes.take());
        pipes.trim();
        assertThat(pipes.open()).isEqualTo(1);
        pipes.trim();
        assertThat(pipes.open()).isZero();
    }
}
