package dev.launcho.core.process.command;

import dev.launcho.core.failure.CommandFault;
import dev.launcho.core.failure.CommandFault.Kind;
import dev.launcho.core.process.system.ElfHeader;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Recognises files that are no program for this machine, by their first bytes and their names. Pure. */
final class FileFormat {
    private static final List<Map.Entry<String, Kind>> MAGICS = List.of(
            Map.entry("4d5a", Kind.WINDOWS_PROGRAM),
            Map.entry("feedface", Kind.MAC_PROGRAM),
            Map.entry("feedfacf", Kind.MAC_PROGRAM),
            Map.entry("cefaedfe", Kind.MAC_PROGRAM),
            Map.entry("cffaedfe", Kind.MAC_PROGRAM),
            Map.entry("504b0304", Kind.ARCHIVE),
            Map.entry("1f8b", Kind.ARCHIVE),
            Map.entry("425a68", Kind.ARCHIVE),
            Map.entry("fd377a585a00", Kind.ARCHIVE),
            Map.entry("28b52ffd", Kind.ARCHIVE),
            Map.entry("04224d18", Kind.ARCHIVE),
            Map.entry("377abcaf271c", Kind.ARCHIVE),
            Map.entry("526172211a07", Kind.ARCHIVE));

    private static final Map<String, String> UNPACKED_BY =
            Map.of("504b", "unzip", "1f8b", "tar xzf", "425a", "tar xjf", "377a", "7z x", "5261", "unrar x");

    /** Where a tar archive says "ustar", see tar(5). */
    private static final int TAR = 257;

    /** First bytes of a universal binary of macOS and of a Java class. A class has its version where the binary has a small number. */
    private static final String BABE = "cafebabe";

    private static final int OLDEST_CLASS = 45;

    /** ScriptInterpreters of source text, by the file's extension. */
    private static final Map<String, String> READERS = Map.of(
            "py", "python3", "js", "node", "mjs", "node", "cjs", "node", "rb", "ruby", "pl", "perl", "php", "php", "sh",
            "sh", "bash", "bash", "lua", "lua");

    private FileFormat() {}

    /** Returns why a file with these first bytes is no program for this machine; empty if it may well be one. */
    static Optional<CommandFault> fault(String file, byte[] head, String processor) {
        if (head.length == 0) {
            return Optional.of(new CommandFault(Kind.EMPTY, file, ""));
        }
        Optional<ElfHeader> elf = ElfHeader.of(head);
        if (elf.isPresent()) {
            return fault(file, elf.get(), head.length, processor);
        }
        String hex = HexFormat.of().formatHex(head, 0, Math.min(head.length, 8));
        if (hex.startsWith(HexFormat.of().toHexDigits(ElfHeader.MAGIC))) {
            return Optional.of(new CommandFault(Kind.CUT_SHORT, file, ""));
        }
        if (hex.startsWith(BABE)) {
            boolean ofJava = head.length > 7 && head[7] >= OLDEST_CLASS;
            return Optional.of(new CommandFault(ofJava ? Kind.JAVA_ARCHIVE : Kind.MAC_PROGRAM, file, ""));
        }
        for (Map.Entry<String, Kind> magic : MAGICS) {
            // A file may be a program for Windows and a shell script at once. Then its first line is text.
            boolean script = magic.getValue() == Kind.WINDOWS_PROGRAM && isText(head);
            if (hex.startsWith(magic.getKey()) && !script) {
                return Optional.of(packed(file, magic.getValue(), hex));
            }
        }
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (text.startsWith("ustar", TAR)) {
            return Optional.of(new CommandFault(Kind.ARCHIVE, file, "tar xf"));
        }
        boolean library = text.startsWith("!<arch>\n");
        return isText(head) && !library
                ? sourceText(file, head)
                : Optional.of(new CommandFault(Kind.NO_PROGRAM, file, ""));
    }

    private static Optional<CommandFault> fault(String file, ElfHeader elf, int known, String processor) {
        if (!elf.program()) {
            return Optional.of(new CommandFault(Kind.NO_PROGRAM, file, ""));
        }
        if (!elf.runsOn(processor)) {
            return Optional.of(new CommandFault(Kind.OTHER_PROCESSOR, file, elf.machine()));
        }
        return known < FileLook.HEAD && elf.whole() > known
                ? Optional.of(new CommandFault(Kind.CUT_SHORT, file, ""))
                : Optional.empty();
    }

    private static CommandFault packed(String file, Kind kind, String hex) {
        if (kind == Kind.ARCHIVE && ending(file).equals("jar")) {
            return new CommandFault(Kind.JAVA_ARCHIVE, file, "");
        }
        String by = kind == Kind.ARCHIVE ? UNPACKED_BY.getOrDefault(hex.substring(0, 4), "tar xf") : "";
        return new CommandFault(kind, file, by);
    }

    /** Checks text. A shell runs text without a {@code #!} line itself, which is wrong if the extension names another language. */
    private static Optional<CommandFault> sourceText(String file, byte[] head) {
        Optional<CommandFault> tooLong =
                ShebangLine.tooLong(head).map(interpreter -> new CommandFault(Kind.LONG_FIRST_LINE, file, interpreter));
        if (tooLong.isPresent()) {
            return tooLong;
        }
        if (new String(head, StandardCharsets.UTF_8).startsWith("\uFEFF#!")) {
            return Optional.of(new CommandFault(Kind.BYTE_ORDER_MARK, file, ""));
        }
        boolean named = ShebangLine.of(head).isPresent();
        String reader = READERS.getOrDefault(ending(file), "");
        return named || reader.isEmpty() || reader.equals("sh")
                ? Optional.empty()
                : Optional.of(new CommandFault(Kind.NO_FIRST_LINE, file, reader));
    }

    /** Returns the interpreter for the file's extension; empty if none is known. */
    static String reader(String file) {
        return READERS.getOrDefault(ending(file), "");
    }

    /** Returns the fault of a text whose lines end with CR LF, for a shell that reads it. */
    static Optional<CommandFault> carriageReturns(String file, byte[] head, String shell) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        return isText(head) && text.contains("\r\n")
                ? Optional.of(new CommandFault(Kind.CR_LF_LINES, file, shell))
                : Optional.empty();
    }

    /** Decides as shells do whether a file is a script: its first line holds no NUL. */
    private static boolean isText(byte[] head) {
        for (byte b : head) {
            if (b == 0) {
                return false;
            }
            if (b == '\n') {
                return true;
            }
        }
        return true;
    }

    private static String ending(String file) {
        return file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
