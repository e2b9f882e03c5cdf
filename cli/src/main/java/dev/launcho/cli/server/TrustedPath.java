package dev.launcho.cli.server;

import dev.launcho.core.disk.FolderTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The part of a PATH from which a server may run programs: as root, it must not run what another user has put there. */
final class TrustedPath {
    private TrustedPath() {}

    /** Returns the existing absolute folders of a PATH that only root and this process's user can change. */
    static String of(String path) throws IOException {
        List<String> trusted = new ArrayList<>();
        for (String folder : path.split(":")) {
            if (folder.startsWith("/")
                    && Files.isDirectory(Path.of(folder))
                    && FolderTrust.of(Path.of(folder)).isTrusted()) {
                trusted.add(folder);
            }
        }
        return String.join(":", trusted);
    }
}
