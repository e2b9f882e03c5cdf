package dev.launcho.core.process.system;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The header of an ELF file, see elf(5).
 *
 * @param machine {@code x86-64}, {@code arm64}, ...
 * @param program whether the file can be executed: an object file or a core can't
 * @param loader the program that loads it; empty if it needs none
 * @param whole bytes that the file has at least, if it is whole: its table of segments and the name of its loader
 */
public record ElfHeader(String machine, boolean program, String loader, long whole) {
    public static final int MAGIC = 0x7f454c46;
    private static final int EXECUTABLE = 2;
    private static final int SHARED = 3;
    private static final int LOADER_SEGMENT = 3;

    private static final Map<Integer, String> MACHINES = Map.ofEntries(
            Map.entry(2, "sparc"),
            Map.entry(3, "x86"),
            Map.entry(8, "mips"),
            Map.entry(20, "ppc"),
            Map.entry(21, "ppc64"),
            Map.entry(22, "s390x"),
            Map.entry(40, "arm"),
            Map.entry(62, "x86-64"),
            Map.entry(183, "arm64"),
            Map.entry(243, "riscv64"),
            Map.entry(258, "loongarch64"));

    /** Java's names for processors, where they differ from ours. */
    private static final Map<String, String> NAMES =
            Map.of("amd64", "x86-64", "x86_64", "x86-64", "aarch64", "arm64", "i386", "x86", "ppc64le", "ppc64");

    /** The older architecture whose programs a processor executes too. */
    private static final Map<String, String> ALSO = Map.of("x86-64", "x86", "arm64", "arm");

    /** Returns the processor of this machine, by the names above. */
    public static String ofThisMachine() {
        String name = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return NAMES.getOrDefault(name, name);
    }

    /**
     * Returns a pattern of sh for the programs that a processor executes: the two bytes of the ELF field e_machine, in
     * octal. The pattern is {@code *} for an unknown processor and on a big-endian machine.
     */
    static String octal(String processor) {
        boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        if (!little || !MACHINES.containsValue(processor)) {
            return "*";
        }
        return MACHINES.entrySet().stream()
                .filter(m -> m.getValue().equals(processor) || m.getValue().equals(ALSO.get(processor)))
                .map(m -> String.format(Locale.ROOT, "%03o%03o", m.getKey() & 0xff, m.getKey() >> 8))
                .sorted()
                .collect(Collectors.joining(" | "));
    }

    /** Returns whether this processor executes the program; nothing else is checked. */
    public boolean runsOn(String processor) {
        return machine.equals(processor) || machine.equals(ALSO.get(processor));
    }

    /**
     * Returns the header; empty if the file is no ELF file.
     *
     * @param head the first bytes of the file, as many as are known
     */
    public static Optional<ElfHeader> of(byte[] head) {
        if (head.length < 52 || ByteBuffer.wrap(head).getInt() != MAGIC) {
            return Optional.empty();
        }
        boolean wide = head[4] == 2;
        ByteBuffer in = ByteBuffer.wrap(head).order(head[5] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int type = in.getShort(16) & 0xffff;
        int number = in.getShort(18) & 0xffff;
        String machine = MACHINES.getOrDefault(number, "processor " + number);
        boolean program = type == EXECUTABLE || type == SHARED;
        return Optional.of(new ElfHeader(machine, program, loader(in, wide), whole(in, wide)));
    }

    /** Returns where the table of segments ends, and the loader's name as far as the table is known. */
    private static long whole(ByteBuffer in, boolean wide) {
        try {
            long table = wide ? in.getLong(32) : in.getInt(28) & 0xffffffffL;
            int size = in.getShort(wide ? 54 : 42) & 0xffff;
            int count = in.getShort(wide ? 56 : 44) & 0xffff;
            long end = count == 0 ? Long.MAX_VALUE : table + (long) count * size;
            for (int i = 0; i < count && table + (long) (i + 1) * size <= in.capacity(); i++) {
                int segment = Math.toIntExact(table + (long) i * size);
                if (in.getInt(segment) == LOADER_SEGMENT) {
                    long from = wide ? in.getLong(segment + 8) : in.getInt(segment + 4);
                    end = Math.max(end, from + (wide ? in.getLong(segment + 32) : in.getInt(segment + 16)));
                }
            }
            return end;
        } catch (RuntimeException beyondTheHead) {
            return Long.MAX_VALUE;
        }
    }

    private static String loader(ByteBuffer in, boolean wide) {
        try {
            long table = wide ? in.getLong(32) : in.getInt(28);
            int size = in.getShort(wide ? 54 : 42) & 0xffff;
            int count = in.getShort(wide ? 56 : 44) & 0xffff;
            for (int i = 0; i < count; i++) {
                int segment = Math.toIntExact(table + (long) i * size);
                if (in.getInt(segment) == LOADER_SEGMENT) {
                    long from = wide ? in.getLong(segment + 8) : in.getInt(segment + 4);
                    long length = wide ? in.getLong(segment + 32) : in.getInt(segment + 16);
                    byte[] name = new byte[Math.toIntExact(length) - 1];
                    in.position(Math.toIntExact(from)).get(name);
                    return new String(name, StandardCharsets.UTF_8);
                }
            }
            return "";
        } catch (RuntimeException beyondTheHead) {
            return "";
        }
    }
}
