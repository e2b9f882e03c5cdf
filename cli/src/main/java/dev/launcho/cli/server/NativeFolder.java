package dev.launcho.cli.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder into which Netty unpacks its native library. Its default is {@code /tmp}, which many machines mount with
 * noexec: the library does not load from there, and systemd would never get the message that the server is ready.
 */
final class NativeFolder {
    /** Netty reads it once, when it loads its first native library. */
    static final String KEY = "io.netty.native.workdir";

    private NativeFolder() {}

    /**
     * Chooses the home, unless the user has chosen a folder or the home's file system forbids programs, too. Has an effect only
     * before Netty loads its library.
     *
     * @param home a folder that only this user and root can change
     */
    static void choose(Path home) {
        if (System.getProperty(KEY) == null && runsPrograms(home)) {
            System.setProperty(KEY, home.toAbsolutePath().toString());
        }
    }

    /** Asks the kernel, by a file: access(2) refuses X_OK for each file of a file system that has noexec. */
    static boolean runsPrograms(Path folder) {
        try {
            Path probe = Files.createTempFile(
                    folder,
                    "native",
                    ".probe",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try {
                return Files.isExecutable(probe);
            } finally {
                Files.delete(probe);
            }
        } catch (IOException e) {
            return false;
        }
    }
}
