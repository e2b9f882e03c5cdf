package dev.launcho.core.process.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("attack")
class EnvironmentScanTest {
    /** A bar stands for the zero byte. */
    @ParameterizedTest
    @CsvSource({
        "'A=1|MARK=x/y|B=2|', true, x/y",
        "'MARK=first|MARK=second|', true, first",
        "'MARK=|', true, ''",
        "'MARK=unended', true, unended",
        "'XMARK=1|MARKX=2|MAR=3|MARK', true,",
        "'A=MARK=1|', true,",
        "'|||', false,",
        "'', false,",
    })
    void of_environment_findsTheFirstEntryOfThatName(String text, boolean readable, String value) throws IOException {
        InputStream in = new ByteArrayInputStream(text.replace('|', '\0').getBytes(StandardCharsets.ISO_8859_1));

        assertThat(EnvironmentScan.of(in, "MARK")).isEqualTo(new EnvironmentScan(readable, Optional.ofNullable(value)));
    }

    /** As a process that has placed its environment over gigabytes. */
    @ParameterizedTest
    @CsvSource({"A, false", "M, true"})
    void of_environmentWithoutEnd_endsWithLittleMemory(char letter, boolean asTheVariable) throws IOException {
        byte[] lead = (asTheVariable ? "MARK=" : "").getBytes(StandardCharsets.ISO_8859_1);
        long[] read = {0};
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                long at = read[0]++;
                return at < lead.length ? lead[(int) at] : letter;
            }
        };

        assertThat(EnvironmentScan.of(endless, "MARK")).isEqualTo(new EnvironmentScan(true, Optional.empty()));
        assertThat(read[0]).isLessThanOrEqualTo(EnvironmentScan.MOST_BYTES);
    }

    @Test
    void of_ownProcess_findsWhatItWasStartedWith() {
        String path = System.getenv("PATH");

        assertThat(EnvironmentScan.of(ProcessHandle.current().pid(), "PATH").value())
                .isEqualTo(Optional.ofNullable(path));
        assertThat(EnvironmentScan.of(Integer.MAX_VALUE, "PATH")).isEqualTo(EnvironmentScan.UNREADABLE);
    }
}
