package dev.launcho.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class KeyedHashTest {
    private static final String HI_THERE = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7";

    /** The first test case of RFC 4231. */
    @Test
    void hex_askedTwice_isThatOfTheRfcBothTimes() {
        byte[] key = new byte[20];
        Arrays.fill(key, (byte) 0x0b);
        KeyedHash hash = KeyedHash.of(key);

        assertThat(hash.hex("Hi There")).isEqualTo(HI_THERE);
        assertThat(hash.hex("Hi There")).isEqualTo(HI_THERE);
    }
}
