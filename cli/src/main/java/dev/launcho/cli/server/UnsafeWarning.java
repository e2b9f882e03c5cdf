package dev.launcho.cli.server;

import java.lang.reflect.Field;

/**
 * A switch that silences the warning of JDK 24 and later (JEP 498) about JCTools' use of {@code sun.misc.Unsafe}. A user
 * can't act on that warning. {@code ./launcho} passes {@code --sun-misc-unsafe-memory-access=allow}; a manifest can't, so
 * {@code java -jar} needs this.
 */
final class UnsafeWarning {
    private static final int WARNS_SINCE = 24;

    private UnsafeWarning() {}

    /** Silences the warning; call it before the first use of Unsafe. Does nothing on a JDK where it can't or need not. */
    static void silence() {
        if (Runtime.version().feature() < WARNS_SINCE) {
            return;
        }
        try {
            // The package is open for reflection, as for theUnsafe. The warning comes once, and this field records it.
            Field warned = Class.forName("sun.misc.Unsafe").getDeclaredField("memoryAccessWarned");
            warned.setAccessible(true);
            warned.setBoolean(null, true);
        } catch (ReflectiveOperationException | RuntimeException e) {
            // An unknown JDK: a warning is better than no program.
        }
    }
}
