package dev.launcho.cli.server.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The files of the page, all in memory. Only names that {@code files.txt} lists exist: nothing that a client sends becomes a
 * path. Immutable.
 */
public final class PageFiles {
    /** Answers to {@code GET /}. */
    public static final String INDEX = "index.html";

    private static final String LIST = "files.txt";

    private final Map<String, PageFile> files;

    private PageFiles(Map<String, PageFile> files) {
        this.files = Map.copyOf(files);
    }

    /** Reads the files of this build. @throws UncheckedIOException if one that is listed is not there */
    public static PageFiles load() {
        Map<String, PageFile> files = new HashMap<>();
        new String(bytes(LIST), StandardCharsets.UTF_8)
                .lines()
                .filter(name -> !name.isBlank())
                .forEach(name -> files.put(name, PageFile.of(name, bytes(name))));
        return new PageFiles(files);
    }

    private static byte[] bytes(String name) {
        try (InputStream in = PageFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the page's file " + name + " is not in this build");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param name such as {@code app.js} or {@code vendor/chart.js} */
    public Optional<PageFile> find(String name) {
        return Optional.ofNullable(files.get(name));
    }
}
