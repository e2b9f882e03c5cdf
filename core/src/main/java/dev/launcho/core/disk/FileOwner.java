package dev.launcho.core.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the owners of files. Blocks; any thread. */
public final class FileOwner {
    private FileOwner() {}

    /**
     * Returns the name of a user, neither root nor this process's, that could have put a file there. That is the owner
     * of the file, or of the link that leads to it. Empty if there is none.
     */
    public static Optional<String> other(Path file) throws IOException {
        for (LinkOption[] options : new LinkOption[][] {{LinkOption.NOFOLLOW_LINKS}, {}}) {
            if (!isOurs(file, options)) {
                return Optional.of(Files.getOwner(file, options).getName());
            }
        }
        return Optional.empty();
    }

    /** Returns whether a file belongs to root, to this process's user, or to a user that can't exist in this user namespace. */
    static boolean isOurs(Path file, LinkOption... options) throws IOException {
        long owner = Integer.toUnsignedLong((int) Files.getAttribute(file, "unix:uid", options));
        return owner == 0
                || owner == EffectiveUser.uid()
                || UserMap.unmapped().filter(id -> id == owner).isPresent();
    }
}
