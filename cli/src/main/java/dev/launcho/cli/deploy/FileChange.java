package dev.launcho.cli.deploy;

import java.io.IOException;

/** The failure of a file that is no more as it was when it was listed. */
final class FileChange extends IOException {
    private static final long serialVersionUID = 1L;

    FileChange() {
        super("it has changed since it was listed");
    }
}
