package dev.launcho.proxy.header;

import java.nio.charset.StandardCharsets;

/** The boundary of a header: finds its length, and checks its form. Pure. */
final class HeaderFrame {
    private static final byte[] V1 = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] V2 = {0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a};
    /** The specification's bound of a version 1 line, line end included. */
    private static final int V1_MOST = 107;

    private static final int V2_LEAST = 16;
    /** The byte of version 2 and command LOCAL. */
    private static final byte LOCAL = 0x20;

    /** The highest number of an address family; {@link #DATAGRAM} is the highest number of a protocol. */
    private static final int UNIX = 3;

    private static final int DATAGRAM = 2;
    private static final int EXTENSION_LEAST = 3;

    private HeaderFrame() {}

    /** Returns the length of the header that {@code got} begins with; 0 if more bytes are needed to find it. */
    static int length(byte[] got) throws MalformedHeader {
        if (got.length == 0) {
            return 0;
        }
        return got[0] == V2[0] ? v2(got) : v1(got);
    }

    private static int v1(byte[] got) throws MalformedHeader {
        begins(got, V1);
        int most = Math.min(got.length, V1_MOST);
        for (int i = V1.length; i < most; i++) {
            if (got[i] == '\n') {
                if (got[i - 1] != '\r') {
                    throw new MalformedHeader("its line ends without a carriage return");
                }
                HeaderLine.check(got, i + 1);
                return i + 1;
            }
        }
        if (got.length >= V1_MOST) {
            throw new MalformedHeader("its line is longer than " + V1_MOST + " bytes");
        }
        return 0;
    }

    private static int v2(byte[] got) throws MalformedHeader {
        begins(got, V2);
        if (got.length > V2.length) {
            check(got[V2.length] & 0xff);
        }
        if (got.length < V2_LEAST) {
            return 0;
        }
        int length = V2_LEAST + ((got[14] & 0xff) << 8 | got[15] & 0xff);
        if (length > HeaderReader.MOST) {
            throw new MalformedHeader("it has " + length + " bytes, more than " + HeaderReader.MOST);
        }
        if (got.length < length) {
            return 0;
        }
        if (got[V2.length] != LOCAL) {
            contents(got, length);
        }
        return length;
    }

    private static void contents(byte[] got, int length) throws MalformedHeader {
        int familyAndProtocol = got[13] & 0xff;
        if (familyAndProtocol >> 4 > UNIX || (familyAndProtocol & 0xf) > DATAGRAM) {
            throw new MalformedHeader("its family and protocol are 0x" + Integer.toHexString(familyAndProtocol));
        }
        int from = V2_LEAST + addresses(familyAndProtocol);
        if (length < from) {
            throw new MalformedHeader("its addresses do not fit its length");
        }
        extensions(got, from, length);
    }

    /** Returns how many bytes the addresses of a family take; 0 for a family whose content has no meaning here. */
    private static int addresses(int familyAndProtocol) {
        return switch (familyAndProtocol >> 4) {
            case 1 -> 12;
            case 2 -> 36;
            case 3 -> 216;
            default -> 0;
        };
    }

    /** Checks that the extensions (a type, a length in two bytes, and that many bytes) fill the header exactly. */
    private static void extensions(byte[] got, int from, int end) throws MalformedHeader {
        if (from == V2_LEAST) {
            return;
        }
        int at = from;
        while (at + EXTENSION_LEAST <= end) {
            at += EXTENSION_LEAST + ((got[at + 1] & 0xff) << 8 | got[at + 2] & 0xff);
        }
        if (at != end) {
            throw new MalformedHeader("its parts do not fit its length");
        }
    }

    private static void check(int versionAndCommand) throws MalformedHeader {
        if (versionAndCommand >> 4 != 2 || (versionAndCommand & 0xf) > 1) {
            throw new MalformedHeader("its version and command are 0x" + Integer.toHexString(versionAndCommand));
        }
    }

    private static void begins(byte[] got, byte[] with) throws MalformedHeader {
        for (int i = 0; i < Math.min(got.length, with.length); i++) {
            if (got[i] != with[i]) {
                throw new MalformedHeader("there is none");
            }
        }
    }
}
