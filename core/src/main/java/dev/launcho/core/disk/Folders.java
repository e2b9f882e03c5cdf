package dev.launcho.core.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Makes and removes folders. */
public final class Folders {
    private Folders() {}

    /** Makes a folder, and those above it. An existing one keeps its permissions, since others may use it, too. */
    public static Path make(Path dir, String permissions) throws IOException {
        if (Files.isDirectory(dir)) {
            return dir;
        }
        Set<PosixFilePermission> mode = PosixFilePermissions.fromString(permissions);
        try {
            Path parent = dir.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectory(dir, PosixFilePermissions.asFileAttribute(mode));
        } catch (IOException e) {
            if (Files.isDirectory(dir)) {
                return dir;
            }
            throw FileFailure.writing(dir, e);
        }
        if (!Files.getPosixFilePermissions(dir, LinkOption.NOFOLLOW_LINKS).equals(mode)) {
            // The umask has taken some away.
            Files.setPosixFilePermissions(dir, mode);
        }
        return dir;
    }

    /**
     * Makes a folder that nobody else can change; an existing one is checked, and never changed.
     *
     * @throws UntrustedFolder if another user could change its contents, or where its path leads
     */
    public static Path makeTrusted(Path dir, String permissions) throws IOException {
        Optional<FolderDistrust> distrust = distrust(dir);
        if (distrust.isPresent()) {
            throw new UntrustedFolder(distrust.get());
        }
        make(dir, permissions);
        FolderTrust.Reach after = FolderTrust.of(dir);
        if (after.distrust().isPresent()) {
            throw new UntrustedFolder(after.distrust().get());
        }
        return dir;
    }

    /** Returns why {@link #makeTrusted} would refuse a folder; changes nothing. */
    public static Optional<FolderDistrust> distrust(Path dir) throws IOException {
        FolderTrust.Reach reach = FolderTrust.of(dir);
        return reach.distrust()
                .filter(d ->
                        d.kind() != FolderDistrust.Kind.SHARED || reach.rest().isEmpty());
    }

    /**
     * Makes a folder that may hold other things, too. An existing one is checked and keeps its permissions, except that
     * its owner must be able to use it.
     *
     * @throws UntrustedFolder if another user owns it, or may write to it
     */
    public static Path makeUsable(Path dir, String permissions) throws IOException {
        make(dir, permissions);
        Optional<FolderDistrust> distrust = FolderTrust.itself(dir);
        if (distrust.isPresent()) {
            throw new UntrustedFolder(distrust.get());
        }
        Set<PosixFilePermission> mode = EnumSet.copyOf(PosixFilePermissions.fromString("rwx------"));
        mode.addAll(Files.getPosixFilePermissions(dir));
        if (!Files.isWritable(dir) || !Files.isExecutable(dir)) {
            Files.setPosixFilePermissions(dir, mode);
        }
        return dir;
    }

    /**
     * Makes a folder for this process alone, within one that nobody else can change. A folder of an earlier version
     * gets these permissions. If the path is a link, the folder that it leads to is checked, and never changed.
     *
     * @throws UntrustedFolder if another user could change its contents
     */
    public static Path makeOwn(Path dir, String permissions) throws IOException {
        Set<PosixFilePermission> mode = PosixFilePermissions.fromString(permissions);
        make(dir, permissions);
        if (Files.isSymbolicLink(dir)) {
            return makeTrusted(dir, permissions);
        }
        if (!Files.getPosixFilePermissions(dir, LinkOption.NOFOLLOW_LINKS).equals(mode) && !isOthers(dir)) {
            Files.setPosixFilePermissions(dir, mode);
        }
        Optional<FolderDistrust> distrust = FolderTrust.itself(dir);
        if (distrust.isPresent()) {
            throw new UntrustedFolder(distrust.get());
        }
        return dir;
    }

    private static boolean isOthers(Path dir) throws IOException {
        return FolderTrust.itself(dir)
                .filter(d -> d.kind() == FolderDistrust.Kind.OWNER)
                .isPresent();
    }

    /**
     * Removes a folder with everything in it that its owner has made. Links are removed, not followed, whatever another
     * user does there meanwhile. Does nothing if the folder is absent.
     */
    public static void remove(Path dir) throws IOException {
        if (Files.exists(dir, LinkOption.NOFOLLOW_LINKS)) {
            FolderRemoval.remove(dir, false);
        }
    }

    /** Removes a folder as {@link #remove} does, but with all that any user has put there: only those whose it was could enter it. */
    public static void removeWhole(Path dir) throws IOException {
        if (Files.exists(dir, LinkOption.NOFOLLOW_LINKS)) {
            FolderRemoval.remove(dir, true);
        }
    }
}
