package dev.launcho.cli.deploy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The header of a tar member, in GNU's format: tar, bsdtar and BusyBox all read it. A name or link of more than 100
 * bytes stands in a member of its own before it, and a size of 8 GiB or more is binary (GNU tar manual, "Basic Tar
 * Format" and "GNU Extensions").
 *
 * <p>Nothing in it depends on the machine: owner and group are 0 without names, the mode is 755, 644 or 777, the time is
 * 2000-01-01T00:00:00Z.
 */
final class TarHeader {
    static final int BLOCK = 512;

    private static final int NAME_BYTES = 100;
    private static final int SIZE_AT = 124;
    private static final long LARGEST_OCTAL = 0_77777777777L;
    private static final long TIME = 946_684_800;
    private static final int CHECKSUM_AT = 148;
    private static final int CHECKSUM_BYTES = 8;
    private static final String LONG_NAME = "././@LongLink";

    private static final char FILE = '0';
    private static final char LINK = '2';
    private static final char LONG_LINK_FOLLOWS = 'K';
    private static final char LONG_NAME_FOLLOWS = 'L';

    private TarHeader() {}

    /** Returns whole blocks: all that precedes the content of the entry. @param name that it has in the archive */
    static byte[] of(String name, PackedEntry entry) {
        byte[] path = RawName.bytes(name);
        byte[] link = RawName.bytes(entry.link());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (link.length > NAME_BYTES) {
            extend(LONG_LINK_FOLLOWS, link, out);
        }
        if (path.length > NAME_BYTES) {
            extend(LONG_NAME_FOLLOWS, path, out);
        }
        int mode = entry.isLink() ? 0777 : entry.executable() ? 0755 : 0644;
        out.writeBytes(block(path, mode, entry.size(), entry.isLink() ? LINK : FILE, link));
        return out.toByteArray();
    }

    /** Returns how many zeros fill the last block of so many bytes. */
    static int padding(long bytes) {
        return (int) ((BLOCK - bytes % BLOCK) % BLOCK);
    }

    private static void extend(char type, byte[] text, ByteArrayOutputStream out) {
        byte[] name = LONG_NAME.getBytes(StandardCharsets.US_ASCII);
        int size = text.length + 1; // It ends with a NUL.
        out.writeBytes(block(name, 0644, size, type, new byte[0]));
        out.writeBytes(text);
        out.writeBytes(new byte[1 + padding(size)]);
    }

    private static byte[] block(byte[] name, int mode, long size, char type, byte[] link) {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        block.put(name, 0, Math.min(name.length, NAME_BYTES));
        block.position(NAME_BYTES);
        octal(block, mode, 8);
        octal(block, 0, 8); // Owner.
        octal(block, 0, 8); // Group.
        size(block, size);
        octal(block, TIME, 12);
        block.position(CHECKSUM_AT + CHECKSUM_BYTES);
        block.put((byte) type);
        block.put(link, 0, Math.min(link.length, NAME_BYTES));
        block.position(CHECKSUM_AT + CHECKSUM_BYTES + 1 + NAME_BYTES);
        block.put("ustar  \0".getBytes(StandardCharsets.US_ASCII));
        checksum(block);
        return block.array();
    }

    private static void size(ByteBuffer block, long size) {
        if (size <= LARGEST_OCTAL) {
            octal(block, size, 12);
        } else {
            block.putInt(0x80000000).putLong(size);
        }
        assert block.position() == SIZE_AT + 12;
    }

    /** Writes digits with zeros before and a NUL behind them. */
    private static void octal(ByteBuffer block, long value, int width) {
        String digits = Long.toOctalString(value);
        block.put("0".repeat(width - 1 - digits.length()).getBytes(StandardCharsets.US_ASCII));
        block.put(digits.getBytes(StandardCharsets.US_ASCII));
        block.put((byte) 0);
    }

    /** The sum counts its own field as spaces. */
    private static void checksum(ByteBuffer block) {
        int sum = CHECKSUM_BYTES * ' ';
        for (byte b : block.array()) {
            sum += b & 0xFF;
        }
        block.position(CHECKSUM_AT);
        octal(block, sum, CHECKSUM_BYTES - 1);
        block.put((byte) ' ');
    }
}
