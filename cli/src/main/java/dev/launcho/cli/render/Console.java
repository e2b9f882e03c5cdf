package dev.launcho.cli.render;

import dev.launcho.core.text.QuotedText;
import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The standard input, output and error, and their properties. Text is written as UTF-8 in every locale. One thread. */
public final class Console {
    private static final TerminalSize USUAL = new TerminalSize(24, 80);

    private final InputStream in;
    private final OutputStream rawOut;
    private final PrintStream out;
    private final PrintStream err;
    private final Set<Stream> terminals;
    private final Map<String, String> environment;
    private final Supplier<TerminalSize> size;
    private Colours colours = Colours.AUTO;

    /** The choice of when text is coloured. */
    public enum Colours {
        /** On a terminal, unless NO_COLOR or TERM=dumb forbids it. */
        AUTO,
        ALWAYS,
        NEVER
    }

    /** The three standard streams, in the order of their descriptors. */
    public enum Stream {
        IN,
        OUT,
        ERR
    }

    /**
     * @param terminals the streams that are terminals
     * @param environment {@code COLUMNS}, {@code NO_COLOR} and {@code TERM} are looked up in it
     */
    public Console(
            InputStream in,
            OutputStream out,
            OutputStream err,
            Set<Stream> terminals,
            Map<String, String> environment) {
        this(in, out, err, terminals, environment, () -> USUAL);
    }

    private Console(
            InputStream in,
            OutputStream out,
            OutputStream err,
            Set<Stream> terminals,
            Map<String, String> environment,
            Supplier<TerminalSize> size) {
        this.size = size;
        this.in = in;
        this.rawOut = out;
        this.out = new PrintStream(out, true, StandardCharsets.UTF_8);
        this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
        this.terminals = Set.copyOf(terminals);
        this.environment = Map.copyOf(environment);
    }

    /** Returns the console of this process. */
    public static Console system() {
        Set<Stream> terminals = EnumSet.noneOf(Stream.class);
        for (Stream stream : Stream.values()) {
            if (isTerminal(stream.ordinal())) {
                terminals.add(stream);
            }
        }
        return new Console(
                // Buffered: on JDK 17 a FileInputStream's readNBytes seeks, which a pipe can't.
                new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                terminals,
                System.getenv(),
                () -> TerminalSize.now().orElse(USUAL));
    }

    /** Returns whether a descriptor is a terminal. Java only reports that input and output both are; Linux knows it of each. */
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return System.console() != null;
        }
    }

    public InputStream in() {
        return in;
    }

    /** For data. */
    public PrintStream out() {
        return out;
    }

    /** For bytes. Unlike {@link #out}, it throws when nobody reads any more. */
    public OutputStream rawOut() {
        return rawOut;
    }

    /** For progress, notes and errors. */
    public PrintStream err() {
        return err;
    }

    public boolean isTerminal(Stream stream) {
        return terminals.contains(stream);
    }

    /** Returns the columns that a table may take; 0 = unlimited, since a program or file takes it. */
    public int width() {
        return width(Stream.OUT);
    }

    /** Returns the columns that a table may take on a stream; 0 = unlimited. */
    public int width(Stream stream) {
        if (!isTerminal(stream)) {
            return 0;
        }
        String text = environment.getOrDefault("COLUMNS", "");
        return text.matches("[1-9][0-9]{1,3}")
                ? Integer.parseInt(text)
                : size.get().columns();
    }

    /** Returns the present size, for repeated drawing. It ignores COLUMNS, which does not follow the size of the window. */
    TerminalSize size() {
        return size.get();
    }

    /** Returns the colours for {@code stream}, or none: see no-color.org. */
    public AnsiStyle paint(Stream stream) {
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "").equals("dumb");
        return new AnsiStyle(
                switch (colours) {
                    case AUTO -> isTerminal(stream) && !plain;
                    case ALWAYS -> true;
                    case NEVER -> false;
                });
    }

    /** Prints a text of others as data: exactly for a program or file, on a terminal as {@link VisibleBytes}. */
    public void data(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeBytes(isTerminal(Stream.OUT) ? VisibleBytes.of(bytes) : bytes);
        out.flush();
    }

    /** Prints a text on standard error without what would control a terminal, such as a text of the server. */
    public void note(String line) {
        err.println(indented(line));
    }

    public void setColours(Colours wanted) {
        colours = wanted;
    }

    /** Asks a question and returns whether a person answers yes; the end of input is a no. */
    public boolean ask(String question) {
        err.print(QuotedText.cleanText(question));
        err.flush();
        StringBuilder answer = new StringBuilder();
        try {
            for (int c = in.read(); c >= 0 && c != '\n' && answer.length() < 10; c = in.read()) {
                answer.append((char) c);
            }
        } catch (IOException e) {
            return false;
        }
        String word = answer.toString().strip();
        return word.equalsIgnoreCase("y") || word.equalsIgnoreCase("yes");
    }

    /** Prints {@code error: } and the first line, and the others below it. */
    public void error(Iterable<String> lines) {
        told("error", AnsiStyle.Colour.RED, lines);
    }

    public void notice(String line) {
        told("notice", AnsiStyle.Colour.YELLOW, Set.of(line));
    }

    /** Returns a text without what would control a terminal; only its first line begins where messages of ours begin. */
    private static String indented(String text) {
        return QuotedText.cleanText(text).replace("\n", "\n  ");
    }

    private void told(String kind, AnsiStyle.Colour colour, Iterable<String> lines) {
        String prefix = paint(Stream.ERR).paint(colour, kind + ":") + " ";
        for (String line : lines) {
            err.println(prefix + indented(line));
            prefix = "  ";
        }
    }
}
