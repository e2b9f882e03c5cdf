package dev.launcho.cli.render;

import java.util.Locale;

/** Sizes in bytes as people read them. */
public final class SizeFormat {
    private static final String UNITS = "KMGTPE";

    private SizeFormat() {}

    /** For a narrow column: {@code 512B}, {@code 1.5K}, {@code 27M}. */
    static String brief(long bytes) {
        double size = bytes;
        int unit = -1;
        while (size >= 999.5) {
            size /= 1024;
            unit++;
        }
        String form = unit >= 0 && size < 9.95 ? "%.1f" : "%.0f";
        return String.format(Locale.ROOT, form, size) + (unit < 0 ? "B" : UNITS.substring(unit, unit + 1));
    }

    /** {@code 512 B}, {@code 1.5 KiB}, {@code 27.0 MiB}. */
    public static String of(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double size = bytes / 1024.0;
        int unit = 0;
        while (size >= 1023.95) { // It would be rounded to 1024.0.
            size /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %ciB", size, UNITS.charAt(unit));
    }
}
