package dev.launcho.core.process.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileWritersTest {
    @ParameterizedTest
    @CsvSource({"0100000, false", "0100001, true", "02100002, true"})
    void isForWriting_flags_areThoseOfOpen(String flags, boolean writes) throws IOException {
        assertThat(FileWriters.isForWriting(info(flags))).isEqualTo(writes);
    }

    /** As a process that holds millions of locks on its file: each is a line. */
    @Test
    @Tag("attack")
    void isForWriting_linesWithoutEnd_readsOnlyTheFirst() throws IOException {
        byte[] lock = "lock:\t1: POSIX  ADVISORY  WRITE 4711 00:1b:42 0 0\n".getBytes(StandardCharsets.US_ASCII);
        long[] read = {0};
        InputStream locks = new InputStream() {
            @Override
            public int read() {
                // Whoever reads on would read for ever.
                assertThat(read[0]).isLessThanOrEqualTo(FileWriters.MOST_BYTES);
                return lock[(int) (read[0]++ % lock.length)];
            }
        };

        assertThat(FileWriters.isForWriting(new SequenceInputStream(info("0100001"), locks)))
                .isTrue();
    }

    private static InputStream info(String flags) {
        return new ByteArrayInputStream(
                ("pos:\t0\nflags:\t" + flags + "\nmnt_id:\t30\nino:\t42\n").getBytes(StandardCharsets.US_ASCII));
    }
}
