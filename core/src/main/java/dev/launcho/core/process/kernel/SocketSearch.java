package dev.launcho.core.process.kernel;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A search for sockets among the descriptors of processes. It ends after a number of descriptors: a thousand processes that
 * share half a million of them would keep the searcher busy for an hour. One thread.
 */
public final class SocketSearch {
    private int left;

    /** @param most descriptors to look at, of all processes together */
    public SocketSearch(int most) {
        left = most;
    }

    /** Returns which of some sockets a process holds open, as far as the search has come; none where that can't be seen. */
    public Set<String> held(long pid, Set<String> inodes) {
        Set<String> held = new HashSet<>();
        try (DirectoryStream<Path> fds = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path fd : fds) {
                if (held.size() == inodes.size() || left-- <= 0) {
                    left = Math.max(0, left);
                    return held;
                }
                inode(fd).filter(inodes::contains).ifPresent(held::add);
            }
        } catch (IOException notOurs) {
            return held;
        }
        return held;
    }

    private static Optional<String> inode(Path fd) {
        try {
            String target = Files.readSymbolicLink(fd).toString();
            return target.startsWith("socket:[")
                    ? Optional.of(target.substring(8, target.length() - 1))
                    : Optional.empty();
        } catch (IOException closed) {
            return Optional.empty();
        }
    }
}
