package dev.launcho.core.target;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What is shown before a target is set: an example that is all comments. */
public final class DefaultTarget {
    private DefaultTarget() {}

    public static String text() {
        try (InputStream in = DefaultTarget.class.getResourceAsStream("default-target.yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading default-target.yaml from the jar", e);
        }
    }
}
