package dev.launcho.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private long now;

    private ProgressBar bar(Set<Console.Stream> terminals, String subject) {
        Console console =
                new Console(InputStream.nullInputStream(), OutputStream.nullOutputStream(), err, terminals, Map.of());
        return new ProgressBar(console, subject, 1000, () -> now);
    }

    private String printed() {
        String text = err.toString(StandardCharsets.UTF_8);
        err.reset();
        return text;
    }

    @Test
    void accept_onATerminal_isDrawnInPlaceTenTimesASecond() {
        ProgressBar bar = bar(Set.of(Console.Stream.ERR), "sending f");

        now += TimeUnit.SECONDS.toNanos(1);
        bar.accept(250);
        assertThat(printed()).isEqualTo("\rsending f   25% [#####---------------]  250 B of 1000 B  250 B/s\033[K");
        now += TimeUnit.MILLISECONDS.toNanos(99);
        bar.accept(500);
        assertThat(printed()).isEmpty();
        bar.finish("sent f");
        assertThat(printed()).isEqualTo("\r\033[Ksent f\n");
    }

    @Test
    void accept_longName_staysInOneRow() {
        ProgressBar bar = bar(Set.of(Console.Stream.ERR), "sending " + "接続".repeat(30));

        now += TimeUnit.SECONDS.toNanos(1);
        bar.accept(250);

        String line = printed().replaceAll("\r|\033\\[K", "");
        assertThat(TextWidth.of(line)).isBetween(77, 79);
        assertThat(line).endsWith("…");
    }

    @Test
    void accept_elsewhere_isOnlyToldAtTheEnd() {
        ProgressBar bar = bar(Set.of(), "sending f");

        now += TimeUnit.SECONDS.toNanos(1);
        bar.accept(250);
        bar.finish("sent f");

        assertThat(printed()).isEqualTo("sent f\n");
    }
}
