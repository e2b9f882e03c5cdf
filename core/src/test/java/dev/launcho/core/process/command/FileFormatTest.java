package dev.launcho.core.process.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.failure.CommandFault;
import dev.launcho.core.failure.CommandFault.Kind;
import dev.launcho.core.process.system.ElfHeader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class FileFormatTest {
    private static final String X86 = "x86-64";

    private static Optional<CommandFault> fault(String file, byte[] head) {
        return FileFormat.fault(file, head, X86);
    }

    /** An ELF file of one segment, which names a loader. */
    public static byte[] elf(boolean wide, ByteOrder order, int type, int machine, String loader) {
        ByteBuffer out = ByteBuffer.allocate(512).order(order);
        out.put(new byte[] {0x7f, 'E', 'L', 'F', (byte) (wide ? 2 : 1), (byte) (order == ByteOrder.BIG_ENDIAN ? 2 : 1)
        });
        out.putShort(16, (short) type).putShort(18, (short) machine);
        int table = wide ? 64 : 52;
        int size = wide ? 56 : 32;
        if (wide) {
            out.putLong(32, table).putShort(54, (short) size).putShort(56, (short) 1);
            out.putInt(table, 3).putLong(table + 8, 300).putLong(table + 32, loader.length() + 1);
        } else {
            out.putInt(28, table).putShort(42, (short) size).putShort(44, (short) 1);
            out.putInt(table, 3).putInt(table + 4, 300).putInt(table + 16, loader.length() + 1);
        }
        out.position(300).put(loader.getBytes(StandardCharsets.US_ASCII));
        return out.array();
    }

    @ParameterizedTest
    @CsvSource({
        "true, LITTLE_ENDIAN, 62, ''",
        "false, LITTLE_ENDIAN, 3, ''",
        "true, LITTLE_ENDIAN, 183, arm64",
        "false, LITTLE_ENDIAN, 40, arm",
        "true, LITTLE_ENDIAN, 243, riscv64",
        "true, BIG_ENDIAN, 22, s390x",
        "false, BIG_ENDIAN, 8, mips",
        "true, LITTLE_ENDIAN, 4711, processor 4711"
    })
    void fault_elf_ofAnotherProcessorNamesIt(boolean wide, String order, int machine, String name) {
        ByteOrder bytes = order.startsWith("LITTLE") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        byte[] file = elf(wide, bytes, 2, machine, "/lib/ld.so.1");

        assertThat(ElfHeader.of(file).orElseThrow().loader()).isEqualTo("/lib/ld.so.1");
        assertThat(fault("./app", file))
                .isEqualTo(
                        name.isEmpty()
                                ? Optional.empty()
                                : Optional.of(new CommandFault(Kind.OTHER_PROCESSOR, "./app", name)));
    }

    @Test
    void fault_elfThatIsNoProgram_isThat() {
        byte[] object = elf(true, ByteOrder.LITTLE_ENDIAN, 1, 62, "");

        assertThat(fault("./app.o", object)).map(CommandFault::kind).contains(Kind.NO_PROGRAM);
    }

    @ParameterizedTest
    @CsvSource({"5, true", "40, true", "60, true", "119, true", "120, true", "305, true", "313, false", "512, false"})
    void fault_elfThatEndsTooEarly_isCutShort(int size, boolean cut) {
        byte[] file = Arrays.copyOf(elf(true, ByteOrder.LITTLE_ENDIAN, 2, 62, "/lib/ld.so.1"), size);

        assertThat(fault("./app", file))
                .isEqualTo(cut ? Optional.of(new CommandFault(Kind.CUT_SHORT, "./app", "")) : Optional.empty());
    }

    @Test
    void fault_tarArchive_isAnArchive() {
        byte[] tar = new byte[512];
        tar[0] = 'a';
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);

        assertThat(fault("./app.tar", tar)).contains(new CommandFault(Kind.ARCHIVE, "./app.tar", "tar xf"));
    }

    @Test
    void fault_firstLineThatTheKernelReadsOnlyInPart_isTooLongIfTheNameIsCut() {
        String name = "/" + "x".repeat(252);

        assertThat(fault("./app", ("#!" + name + "x\n").getBytes(StandardCharsets.UTF_8)))
                .contains(new CommandFault(Kind.LONG_FIRST_LINE, "./app", name + "x"));
        assertThat(fault("./app", ("#!  \t" + name + " -w").getBytes(StandardCharsets.UTF_8)))
                .contains(new CommandFault(Kind.LONG_FIRST_LINE, "./app", name));
        assertThat(fault("./app", ("#!" + name + "\n").getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(fault("./app", ("#!" + name + " " + "x".repeat(500)).getBytes(StandardCharsets.UTF_8)))
                .as("an argument may be cut")
                .isEmpty();
    }

    @Test
    void fault_elfThatIsCutShort_hasNoLoader() {
        byte[] file = elf(true, ByteOrder.LITTLE_ENDIAN, 2, 62, "/lib/ld.so.1");

        assertThat(ElfHeader.of(Arrays.copyOf(file, 120)).orElseThrow().loader())
                .isEmpty();
        assertThat(ElfHeader.of(Arrays.copyOf(file, 20))).isEmpty();
    }

    @Test
    void fault_aProgramOfThisMachine_isNone() throws Exception {
        byte[] sh = Files.readAllBytes(Path.of("/bin/sh").toRealPath());
        byte[] head = Arrays.copyOf(sh, FileLook.HEAD);

        assertThat(FileFormat.fault("/bin/sh", head, ElfHeader.ofThisMachine())).isEmpty();
        assertThat(Path.of(ElfHeader.of(head).orElseThrow().loader())).exists();
    }

    @ParameterizedTest
    @CsvSource({
        "4d5a9000, app.exe, WINDOWS_PROGRAM, ''",
        "4d5a3d000a, app.exe, WINDOWS_PROGRAM, ''",
        "efbbbf23212f62696e2f73680a, app, BYTE_ORDER_MARK, ''",
        "cffaedfe0700, app, MAC_PROGRAM, ''",
        "feedface0000, app, MAC_PROGRAM, ''",
        "cafebabe00000002, app, MAC_PROGRAM, ''",
        "cafebabe00000034, App.class, JAVA_ARCHIVE, ''",
        "504b0304, app.jar, JAVA_ARCHIVE, ''",
        "504b0304, app.zip, ARCHIVE, unzip",
        "1f8b0800, app.tgz, ARCHIVE, tar xzf",
        "425a6839, app.tar.bz2, ARCHIVE, tar xjf",
        "fd377a585a0000, app.tar.xz, ARCHIVE, tar xf",
        "28b52ffd2400, app.zst, ARCHIVE, tar xf",
        "377abcaf271c0004, app.7z, ARCHIVE, 7z x",
        "526172211a0700, app.rar, ARCHIVE, unrar x",
        "213c617263683e0a2f20, libx.a, NO_PROGRAM, ''",
        "7f454c46020101, app, CUT_SHORT, ''",
        "00010203, data, NO_PROGRAM, ''",
        "'', app, EMPTY, ''"
    })
    void fault_byItsFirstBytes(String hex, String file, Kind kind, String detail) {
        assertThat(fault(file, HexFormat.of().parseHex(hex))).contains(new CommandFault(kind, file, detail));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "import os|app.py|python3",
                "console.log(1)|App.JS|node",
                "puts 1|app.rb|ruby",
                "#!/usr/bin/python3|app.py|",
                "#!|app.py|python3",
                "'#! '|app.sh|",
                "echo hi|app.sh|",
                "echo hi|app|",
                "MZqFpD='|app.com|",
                "MZ=1; echo hi|app|",
                "\uFEFFecho hi|app|",
                "ä, not ASCII|app|"
            })
    void fault_text_isOneIfItsNameSaysThatShCantReadIt(String text, String file, String reader) {
        Optional<CommandFault> expected =
                Optional.ofNullable(reader).map(r -> new CommandFault(Kind.NO_FIRST_LINE, file, r));

        assertThat(fault(file, (text + "\n").getBytes(StandardCharsets.UTF_8))).isEqualTo(expected);
    }
}
