package dev.launcho.core.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Removes one folder with all its contents, although another user may change it meanwhile. Each folder is opened
 * without following a link, from the open folder above it. Its contents are removed by name from the open folder:
 * openat(2), unlinkat(2). Root takes each folder from its owner once it is open, so that nothing in it can be exchanged
 * or come back.
 *
 * <p>A folder with another owner than the folder above it is left, since the owner of the folder above could not have
 * removed it either. It is removed if only root or this process's user could have put it there. Deeply nested folders
 * are moved up to the top, so that depth costs neither descriptors nor stack. No folder is entered a second time after a
 * failure: the work grows with the number of entries only. One thread.
 */
final class FolderRemoval {
    /** Most folders that are open at a time; their names together are shorter than the longest path. */
    private static final int DEEPEST = 12;

    /** Most listings of one folder: a folder may seem empty while entries are being removed from it. */
    private static final int ROUNDS = 8;

    /** Most folders whose failure is remembered. Above that, no folder is listed again. */
    private static final int MOST_LEFT = 10_000;

    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

    /** The mode of folders that root has taken from their owner. By it the next server recognises what this one did not finish. */
    private static final Set<PosixFilePermission> TAKEN = PosixFilePermissions.fromString("-wx------");

    /** The user that counts as the owner of the folder above the removed one: root for a process of root, else its real owner. */
    private final UserPrincipal self;

    private final boolean root;
    private final boolean closed;
    private Optional<IOException> first = Optional.empty();

    /** Folders that could not be emptied, by their file keys: a second attempt would cost as much, and fail again. */
    private final Set<Object> left = new HashSet<>();

    /** Begins the names of lifted folders. Nobody can guess it and put something in their place. */
    private final String lead = ".removed-" + UUID.randomUUID() + "-";

    private int lifted;

    private FolderRemoval(UserPrincipal self, boolean root, boolean closed) {
        this.self = self;
        this.root = root;
        this.closed = closed;
    }

    /**
     * An open folder.
     *
     * @param path where the folder was; used for one that this process's user may not open
     * @param owner its owner before root took it
     * @param mode its mode before root took it
     * @param trusted whether nobody but root or this process's user could have put something into it
     */
    private record Open(
            SecureDirectoryStream<Path> entries,
            Path path,
            int depth,
            UserPrincipal owner,
            Set<PosixFilePermission> mode,
            boolean trusted) {

        /** Returns this open folder with the owner, mode and trust that it had when it was opened first. */
        Open as(Open first) {
            return new Open(entries, path, depth, first.owner, first.mode, first.trusted);
        }
    }

    /**
     * Removes a folder.
     *
     * @param closed whether only root, this process's user, and those for whom the removed folder was made can enter the
     *     folder above. Then all in the removed folder is theirs
     */
    static void remove(Path dir, boolean closed) throws IOException {
        Path absolute = dir.toAbsolutePath();
        Path parent = absolute.getParent();
        Path name = absolute.getFileName();
        if (parent == null || name == null) {
            throw new IOException(dir + " can't be removed");
        }
        try (SecureDirectoryStream<Path> entries = secure(Files.newDirectoryStream(parent))) {
            boolean root = EffectiveUser.isRoot();
            UserPrincipal self = root ? Files.getOwner(Path.of("/proc/self")) : owner(entries);
            FolderRemoval removal = new FolderRemoval(self, root, closed);
            removal.entry(new Open(entries, parent, -1, self, PRIVATE, true), name, Optional.empty());
            if (removal.first.isPresent()) {
                throw removal.first.get();
            }
        }
    }

    /**
     * Removes an entry, or moves it up.
     *
     * @param top the folder that too deeply nested ones are moved to; empty where {@code name} is the top itself
     * @return whether the entry is gone from its folder
     */
    private boolean entry(Open in, Path name, Optional<Open> top) throws IOException {
        PosixFileAttributes attributes;
        try {
            attributes = view(in, name).readAttributes();
            if (!attributes.isDirectory()) {
                in.entries().deleteFile(name);
                return true;
            }
        } catch (NoSuchFileException gone) {
            return true;
        } catch (IOException e) {
            return failed(e);
        }
        if (isEmptied(in, name)) {
            return true;
        }
        if (left.contains(attributes.fileKey())) {
            return false;
        }
        if (!mayBelongIn(in, attributes)) {
            return failed(foreign(in, name, attributes.owner()));
        }
        boolean gone = top.isPresent() && in.depth() >= DEEPEST ? lift(in, name, top.get()) : folder(in, name, top);
        if (!gone && left.size() < MOST_LEFT) {
            left.add(attributes.fileKey());
        }
        return gone;
    }

    private boolean folder(Open in, Path name, Optional<Open> top) throws IOException {
        boolean helped = true;
        Optional<Open> before = Optional.empty();
        for (int round = 0; round < ROUNDS && helped; round++) {
            try (SecureDirectoryStream<Path> entries = open(in, name)) {
                Open taken = take(entries, in, name);
                // A folder that anybody could write to is private by now, but others may have put into it what is
                // there.
                Open folder = before.map(taken::as).orElse(taken);
                before = Optional.of(folder);
                helped = contents(folder, top) && left.size() < MOST_LEFT;
                if (isEmptied(in, name)) {
                    return true;
                }
                giveBack(folder);
            } catch (NoSuchFileException gone) {
                return true;
            } catch (DirectoryIteratorException e) {
                return failed(e.getCause());
            } catch (IOException e) {
                return failed(e);
            }
        }
        return failed(new DirectoryNotEmptyException(in.path().resolve(name).toString()));
    }

    /** Removes the contents of an open folder; returns whether another round may find more: some were removed, or none was left. */
    private boolean contents(Open folder, Optional<Open> top) throws IOException {
        boolean anyGone = false;
        boolean allGone = true;
        int before = lifted;
        for (Path each : folder.entries()) {
            boolean gone = entry(folder, each.getFileName(), top.isPresent() ? top : Optional.of(folder));
            anyGone |= gone;
            allGone &= gone;
        }
        if (top.isEmpty()) {
            for (int next = before + 1; next <= lifted; next++) {
                allGone &= entry(folder, Path.of(lead + next), Optional.of(folder));
            }
        }
        return anyGone || allGone;
    }

    private boolean isEmptied(Open in, Path name) {
        try {
            in.entries().deleteDirectory(name);
            return true;
        } catch (NoSuchFileException gone) {
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Opens a folder. A read-only one, as package managers like to leave, is made accessible to its owner first. */
    private SecureDirectoryStream<Path> open(Open in, Path name) throws IOException {
        try {
            return secure(in.entries().newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS));
        } catch (AccessDeniedException e) {
            if (root) {
                throw e;
            }
            // This process's user owns the folder and all folders above it, which nobody else can write to any more.
            Files.setPosixFilePermissions(in.path().resolve(name), PRIVATE);
            return secure(in.entries().newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS));
        }
    }

    /** Takes an open folder: from now on nobody else can change its contents. */
    private Open take(SecureDirectoryStream<Path> entries, Open in, Path name) throws IOException {
        PosixFileAttributeView view = entries.getFileAttributeView(PosixFileAttributeView.class);
        PosixFileAttributes before = view.readAttributes();
        if (!mayBelongIn(in, before)) {
            throw foreign(in, name, before.owner());
        }
        boolean writable = !isClosed(before.permissions());
        try {
            if (root && !before.owner().equals(self)) {
                view.setOwner(self);
                view.setPermissions(TAKEN);
            } else if (writable || !before.permissions().containsAll(PRIVATE) && !isTaken(before)) {
                view.setPermissions(PRIVATE);
            }
        } catch (FileSystemException notOurs) {
            // Removable entries are still removed, and no link is followed.
        }
        boolean trusted = closed || in.trusted() && before.owner().equals(self) && !writable && !isTaken(before);
        return new Open(
                entries, in.path().resolve(name), in.depth() + 1, before.owner(), before.permissions(), trusted);
    }

    /** Gives a folder that is left back to its owner, so that the next removal sees who owns it. */
    private void giveBack(Open folder) throws IOException {
        if (root && !folder.owner().equals(self)) {
            PosixFileAttributeView view = folder.entries().getFileAttributeView(PosixFileAttributeView.class);
            view.setPermissions(folder.mode());
            view.setOwner(folder.owner());
        }
    }

    /** Returns whether the owner of the folder above could have made this one, so that its contents may be removed, too. */
    private boolean mayBelongIn(Open in, PosixFileAttributes folder) {
        boolean takenBefore = in.owner().equals(self) && in.mode().equals(TAKEN);
        return in.trusted()
                || (takenBefore
                        ? !folder.owner().equals(self) || isTaken(folder)
                        : folder.owner().equals(in.owner()));
    }

    private boolean isTaken(PosixFileAttributes folder) {
        return folder.owner().equals(self) && folder.permissions().equals(TAKEN);
    }

    private static boolean isClosed(Set<PosixFilePermission> mode) {
        return !mode.contains(PosixFilePermission.GROUP_WRITE) && !mode.contains(PosixFilePermission.OTHERS_WRITE);
    }

    private static IOException foreign(Open in, Path name, UserPrincipal owner) {
        return new IOException(
                in.path().resolve(name) + " belongs to " + owner.getName() + " and was left: remove it by hand");
    }

    private boolean lift(Open in, Path name, Open top) {
        Path to = Path.of(lead + (lifted + 1));
        try {
            try {
                in.entries().move(name, top.entries(), to);
            } catch (AccessDeniedException closed) {
                // To move a folder to another one takes the right to write to it.
                view(in, name).setPermissions(PRIVATE);
                in.entries().move(name, top.entries(), to);
            }
            lifted++;
            return true;
        } catch (IOException e) {
            return failed(new IOException(in.path().resolve(name) + " can't be moved: " + FileFailure.reason(e), e));
        }
    }

    private static PosixFileAttributeView view(Open in, Path name) {
        return in.entries().getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static UserPrincipal owner(SecureDirectoryStream<Path> folder) throws IOException {
        return folder.getFileAttributeView(PosixFileAttributeView.class)
                .readAttributes()
                .owner();
    }

    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream) throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new IOException("this system can't remove a folder without following links");
    }

    /** Notes the first failure, and returns false; the rest is still removed. */
    private boolean failed(IOException e) {
        if (first.isEmpty()) {
            first = Optional.of(e);
        }
        return false;
    }
}
