package dev.launcho.core.disk;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Follows a path from the root as far as only root and this process's user can change where it leads. Each folder belongs to
 * one of these, and others can't write to it. Other users may write to a folder on the way only if it has the sticky bit, as
 * {@code /tmp} has. The next step must then belong to root or this process's user. Blocks; any thread.
 */
public final class FolderTrust {
    private static final int MOST_LINKS = 40;
    private static final int STICKY = 01000;
    private static final int ROOT = 0;

    private final Deque<String> rest = new ArrayDeque<>();
    private Path at = Path.of("/");
    private int links;

    private FolderTrust(Path path) {
        path.toAbsolutePath().forEach(step -> rest.add(step.toString()));
    }

    /**
     * The part of a path that can be trusted.
     *
     * @param at the last folder that nobody else can change, without links
     * @param rest the steps that are left from there: the next one is absent, or can't be trusted
     * @param distrust why trust ends there; empty if all of the path can be trusted, or the next step is absent
     */
    public record Reach(Path at, List<String> rest, Optional<FolderDistrust> distrust) {
        public Reach {
            rest = List.copyOf(rest);
        }

        /** Returns whether the existing part of the path can be trusted. */
        public boolean isTrusted() {
            return distrust.isEmpty();
        }

        /** Returns where the path leads, as far as links can be trusted. */
        public Path path() {
            return at.resolve(String.join("/", rest));
        }
    }

    /** @param path a folder that exists or has yet to be made */
    public static Reach of(Path path) throws IOException {
        return new FolderTrust(path).reach();
    }

    /** Returns why the contents of a folder can't be trusted, whatever the folders above it are like. */
    public static Optional<FolderDistrust> itself(Path folder) throws IOException {
        Path real = folder.toRealPath();
        return distrust(real, Files.readAttributes(real, PosixFileAttributes.class));
    }

    private Reach reach() throws IOException {
        while (!rest.isEmpty()) {
            String step = rest.peek();
            if (step.equals(".") || step.equals("..")) {
                rest.remove();
                at = step.equals("..") && at.getParent() != null ? at.getParent() : at;
                continue;
            }
            Path next = at.resolve(step);
            PosixFileAttributes attributes;
            try {
                attributes = Files.readAttributes(next, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            } catch (NoSuchFileException absent) {
                break;
            }
            if (attributes.isSymbolicLink()) {
                if (!FileOwner.isOurs(next, LinkOption.NOFOLLOW_LINKS)) {
                    return new Reach(
                            at, List.copyOf(rest), Optional.of(distrust(next, FolderDistrust.Kind.LINK, attributes)));
                }
                follow(next);
                continue;
            }
            Optional<FolderDistrust> found = distrust(next, attributes);
            if (found.filter(d -> d.kind() != FolderDistrust.Kind.SHARED).isPresent()) {
                return new Reach(at, List.copyOf(rest), found);
            }
            rest.remove();
            at = next;
        }
        return new Reach(at, List.copyOf(rest), distrust(at, Files.readAttributes(at, PosixFileAttributes.class)));
    }

    private void follow(Path link) throws IOException {
        if (++links > MOST_LINKS) {
            throw new FileSystemLoopException(link.toString());
        }
        rest.remove();
        Path to = Files.readSymbolicLink(link);
        if (to.isAbsolute()) {
            at = to.getRoot();
        }
        for (int i = to.getNameCount() - 1; i >= 0; i--) {
            rest.push(to.getName(i).toString());
        }
    }

    private static Optional<FolderDistrust> distrust(Path folder, PosixFileAttributes attributes) throws IOException {
        if (!FileOwner.isOurs(folder, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(distrust(folder, FolderDistrust.Kind.OWNER, attributes));
        }
        boolean others = attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE);
        boolean group =
                attributes.permissions().contains(PosixFilePermission.GROUP_WRITE) && !isPrivate(folder, attributes);
        if (!others && !group) {
            return Optional.empty();
        }
        boolean sticky = attributes.isDirectory() && isSticky(folder);
        return Optional.of(
                distrust(folder, sticky ? FolderDistrust.Kind.SHARED : FolderDistrust.Kind.WRITABLE, attributes));
    }

    /**
     * Root's folders are excepted. Where a folder has an ACL, the bits of its group are the mask of the ACL: acl(5). Other
     * users may write by that ACL. Of a folder of this process's own user, that user alone can have made the ACL.
     */
    private static boolean isPrivate(Path folder, PosixFileAttributes attributes) throws IOException {
        return (int) Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS) != ROOT
                && PrivateGroup.isOf(
                        attributes.owner().getName(), attributes.group().getName());
    }

    private static FolderDistrust distrust(Path folder, FolderDistrust.Kind kind, PosixFileAttributes attributes) {
        String mode = PosixFilePermissions.toString(attributes.permissions());
        String shown = kind == FolderDistrust.Kind.SHARED ? mode.substring(0, mode.length() - 1) + "t" : mode;
        return new FolderDistrust(folder, kind, attributes.owner().getName(), shown);
    }

    private static boolean isSticky(Path folder) throws IOException {
        return ((int) Files.getAttribute(folder, "unix:mode") & STICKY) != 0;
    }
}
