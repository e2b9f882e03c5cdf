package dev.launcho.core.process.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One path as an instance's user sees it. {@link #SCRIPT} looks as that user; nothing is read with the server's rights.
 * Immutable.
 *
 * @param facts {@code there}, {@code folder}, {@code file}, {@code executable}, {@code readable}
 * @param link the target, if the path is a symbolic link
 * @param closed the topmost folder above it that the user may not enter
 * @param real its path without links
 * @param head its first bytes, if the user may read it
 */
record FileLook(Set<String> facts, Optional<String> link, Optional<String> closed, String real, byte[] head) {
    static final FileLook NONE = new FileLook(Set.of(), Optional.empty(), Optional.empty(), "", new byte[0]);

    /** Bytes that are read. They contain an ELF file's list of segments and the name of its loader. */
    static final int HEAD = 4096;

    /** Without this line nobody has looked to the end: what other lines are missing says nothing. */
    static final String SEEN = "seen";

    /** {@code sh -c SCRIPT sh PATH}; it prints one fact a line, in ASCII except for names. The last one is {@link #SEEN}. */
    static final String SCRIPT =
            "p=$1; [ ! -e \"$p\" ] || echo there; [ ! -h \"$p\" ] || echo \"link $(readlink \"$p\")\"; "
                    + "[ ! -d \"$p\" ] || echo folder; "
                    + "d=$p; while :; do case $d in */*) d=${d%/*} ;; *) break ;; esac; "
                    + "[ -n \"$d\" ] || break; [ ! -d \"$d\" ] || [ -x \"$d\" ] || echo \"closed $d\"; done; "
                    + "[ ! -x \"$p\" ] || echo executable; "
                    + "[ ! -f \"$p\" ] || { echo file; echo \"real $(readlink -f \"$p\")\"; [ ! -r \"$p\" ] || { echo readable; "
                    + "head -c " + HEAD + " <\"$p\" | od -A n -v -t x1; }; }; echo " + SEEN;

    private static final String LINK = "link ";
    private static final String CLOSED = "closed ";
    private static final String REAL = "real ";

    boolean is(String fact) {
        return facts.contains(fact);
    }

    /** @param lines the lines that the script has printed */
    static FileLook of(List<String> lines) {
        Set<String> facts = new HashSet<>();
        List<String> links = new ArrayList<>();
        List<String> closed = new ArrayList<>();
        String real = "";
        StringBuilder hex = new StringBuilder();
        for (String line : lines) {
            if (line.startsWith(LINK)) {
                links.add(line.substring(LINK.length()));
            } else if (line.startsWith(CLOSED)) {
                closed.add(line.substring(CLOSED.length()));
            } else if (line.startsWith(REAL)) {
                real = line.substring(REAL.length());
            } else if (line.matches("( [0-9a-f]{2})+ *")) {
                hex.append(line.replace(" ", ""));
            } else {
                facts.add(line);
            }
        }
        return new FileLook(
                Set.copyOf(facts),
                links.stream().findFirst(),
                closed.isEmpty() ? Optional.empty() : Optional.of(closed.get(closed.size() - 1)),
                real,
                HexFormat.of().parseHex(hex));
    }
}
