package dev.launcho.proxy.relay;

import java.util.Arrays;

/** Operations on small arrays of bytes. */
public final class ByteArrays {
    public static final byte[] NONE = {};

    private ByteArrays() {}

    /** Returns both arrays joined; if one is empty, returns the other itself, without a copy. */
    public static byte[] concat(byte[] first, byte[] second) {
        if (first.length == 0) {
            return second;
        }
        if (second.length == 0) {
            return first;
        }
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
