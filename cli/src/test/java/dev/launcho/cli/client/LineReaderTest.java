package dev.launcho.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("attack")
class LineReaderTest {
    @Test
    void next_ofLines_areThem() throws Exception {
        LineReader lines =
                new LineReader(new ByteArrayInputStream("a\n\u00e9\n\nb".getBytes(StandardCharsets.UTF_8)), 2);

        assertThat(lines.next()).isEqualTo("a");
        assertThat(lines.next()).isEqualTo("\u00e9");
        assertThat(lines.next()).isEmpty();
        assertThatThrownBy(lines::next).isInstanceOf(EOFException.class);
    }

    @Test
    void next_ofALineWithoutAnEnd_fails() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };

        assertThatThrownBy(() -> new LineReader(endless, 1000).next())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than 1000 bytes");
    }
}
