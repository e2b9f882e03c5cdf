package dev.launcho.core.disk;

import java.io.IOException;
import java.nio.file.Path;

/** Thrown if a file can't be written because its disk has no room for it, whatever the system calls that. */
public final class DiskFull extends IOException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    private DiskFull(Path file, String reason, IOException cause) {
        super(file + ": " + reason, cause);
        this.reason = reason;
    }

    static DiskFull room(Path file, IOException cause) {
        return new DiskFull(file, "no space is left on its disk", cause);
    }

    static DiskFull inodes(Path file, IOException cause) {
        return new DiskFull(file, "no more files fit on its disk (df -i)", cause);
    }

    /** Returns the reason without the file. */
    String reason() {
        return reason;
    }
}
