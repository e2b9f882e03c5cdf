package dev.launcho.cli.line;

import dev.launcho.cli.protocol.DurableFile;
import dev.launcho.core.disk.EffectiveUser;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The user's own web browser. It gets an address through a file that only the user can read: every user of a machine sees the
 * arguments of a process.
 */
public final class WebBrowser {
    private final CommandContext session;

    public WebBrowser(CommandContext session) {
        this.session = session;
    }

    /**
     * Returns why no browser is to be started; empty if one may be. Under {@code sudo}, the display, the path and the settings of
     * the browser may be those of another user.
     */
    public Optional<String> refusal() {
        Optional<String> other = Stream.of("SUDO_USER", "SUDO_UID", "DOAS_USER")
                .filter(name -> !session.environment(name).isEmpty())
                .findFirst();
        return isRoot()
                ? Optional.of("no browser is started as root")
                : other.map(name -> "no browser is started for another user (" + name + " is set)");
    }

    private static boolean isRoot() {
        try {
            return EffectiveUser.isRoot();
        } catch (IOException e) { // No /proc, as on a Mac.
            return System.getProperty("user.name").equals("root");
        }
    }

    /** Returns the program that opens a file in the browser; empty without one, or without a display. */
    public Optional<Path> opener() {
        boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
        boolean display = Stream.of("DISPLAY", "WAYLAND_DISPLAY")
                .anyMatch(name -> !session.environment(name).isEmpty());
        return mac ? program("open") : display ? program("xdg-open") : Optional.empty();
    }

    private Optional<Path> program(String name) {
        return Stream.of(session.environment("PATH").split(File.pathSeparator))
                .filter(folder -> folder.startsWith("/")) // Not one that depends on where the user is.
                .flatMap(folder -> path(folder, name).stream())
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    private static Optional<Path> path(String folder, String name) {
        try {
            return Optional.of(Path.of(folder, name));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /**
     * Has the browser go to an address; returns before it has.
     *
     * @param address without characters that mean something in HTML
     * @param file is written, and leads the browser there
     * @throws IOException if the file can't be written, or the program can't be started
     */
    public void open(Path opener, String address, Path file) throws IOException {
        String page = String.format(Locale.ROOT, """
                <!doctype html>
                <meta charset="utf-8">
                <meta name="referrer" content="no-referrer">
                <meta http-equiv="refresh" content="0; url=%s">
                <title>Launcho</title>
                """, address);
        DurableFile.writePrivate(file, page.getBytes(StandardCharsets.UTF_8));
        ProcessBuilder browser = new ProcessBuilder(List.of(opener.toString(), file.toString()));
        new UserLocale(session).applyTo(browser);
        browser.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
