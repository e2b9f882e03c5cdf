package dev.launcho.cli.server;

import java.lang.reflect.Field;

/**
 * Keeps the warning of JDK 24 and later (JEP 498) off the terminal when the jar is run without
 * {@code --sun-misc-unsafe-memory-access=allow}: what JCTools does with {@code sun.misc.Unsafe} is nothing that a user
 * could act on. {@code ./launcho} passes the option; a manifest can't, so {@code java -jar} needs this.
 */
final class UnsafeWarning {
    private static final int WARNS_SINCE = 24;

    private UnsafeWarning() {}

    /** Before the first use. Does nothing where there is nothing to do, or no way to do it. */
    static void silence() {
        if (Runtime.version().feature() < WARNS_SINCE) {
            return;
        }
        try {
            // The package is open to everybody, as for theUnsafe; the warning is given once, and this is its memory.
            Field warned = Class.forName("sun.misc.Unsafe").getDeclaredField("memoryAccessWarned");
            warned.setAccessible(true);
            warned.setBoolean(null, true);
        } catch (ReflectiveOperationException | RuntimeException e) {
            // Another JDK than those we know: better a warning than no program.
        }
    }
}
