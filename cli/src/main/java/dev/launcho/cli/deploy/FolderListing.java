package dev.launcho.cli.deploy;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.core.disk.FileFailure;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The files of a folder that belong to its archive, sorted by the bytes of their names. The walk follows no link, even
 * if somebody exchanges a folder for one meanwhile. One thread.
 *
 * <p>It obeys {@code .launchoignore} and, where that is silent, {@code .gitignore}; both also in folders below. In a
 * checkout, the {@code .gitignore} of the folders above count as well, up to that with {@code .git} in it. Folders named
 * {@code .git}, the files in {@code own} and those of {@link CredentialFiles} never belong to it. As with Git, an empty
 * folder is nothing.
 */
final class FolderListing {
    /** Most folders that are open at a time, with two descriptors each. */
    static final int DEEPEST = 200;

    private static final String GIT = ".git";
    /** A bound for the list in memory: so many files fit into a heap of 256 MB. */
    private static final int MOST = 200_000;

    private final Path top;
    private final Set<Path> own;
    private final List<PackedEntry> entries = new ArrayList<>();
    private final ListingNotices notices = new ListingNotices();

    private FolderListing(Path top, Set<Path> own) {
        this.top = top;
        this.own = own;
    }

    /** What was found. @param notices one line each, for the user */
    record Listed(List<PackedEntry> entries, List<String> notices) {
        Listed {
            entries = List.copyOf(entries);
        }
    }

    /**
     * @param top an existing folder, absolute, without links in its path
     * @param own files and folders that never belong to the archive, like {@code top}
     */
    static Listed of(Path top, Set<Path> own) throws Failure {
        FolderListing listing = new FolderListing(top, own);
        Checkout checkout = Checkout.around(top, listing.notices);
        try (OpenFolder folder = OpenFolder.at(top)) {
            listing.walk(folder, 0, "", checkout.path(), new Rules(checkout.rules(), IgnoreRules.NONE));
        } catch (IOException e) {
            throw unreadable(top, e);
        }
        listing.entries.sort(Comparator.comparing(PackedEntry::name));
        return new Listed(listing.entries, listing.notices.lines());
    }

    /** The rules that hold in a folder. Git's paths begin at the checkout, ours at the folder that is packed. */
    private record Rules(IgnoreRules git, IgnoreRules ours) {
        Rules in(OpenFolder folder, String name, String gitName, ListingNotices notices) throws Failure {
            return new Rules(
                    git.below(gitName, IgnoreFile.git(folder, notices)), ours.below(name, IgnoreFile.ours(folder)));
        }

        boolean ignore(String name, String gitName, boolean isFolder) {
            IgnoreRules.Decision decision = ours.decide(name, isFolder);
            return (decision == IgnoreRules.Decision.OPEN ? git.decide(gitName, isFolder) : decision)
                    == IgnoreRules.Decision.IGNORED;
        }

        /** Returns whether a file is named in {@code .launchoignore} as one to pack. */
        boolean demand(String name) {
            return ours.decide(name, false) == IgnoreRules.Decision.INCLUDED;
        }
    }

    /** @param depth of the folder below the top */
    private void walk(OpenFolder folder, int depth, String name, String gitName, Rules above) throws Failure {
        Rules rules = above.in(folder, name, gitName, notices);
        try {
            for (Path file : folder) {
                look(folder, depth, file, below(name, file), below(gitName, file), rules);
            }
        } catch (DirectoryIteratorException e) {
            throw unreadable(folder.path(), e.getCause());
        }
    }

    private static String below(String folder, Path file) {
        String last = RawName.of(file);
        return folder.isEmpty() ? last : folder + "/" + last;
    }

    private void look(OpenFolder folder, int depth, Path file, String name, String gitName, Rules rules)
            throws Failure {
        Path path = folder.path().resolve(file);
        String last = name.substring(name.lastIndexOf('/') + 1);
        if (last.equals(GIT) || last.equals(IgnoreFile.OURS) || own.contains(path)) {
            return;
        }
        try {
            PosixFileAttributes found = folder.attributes(file);
            if (rules.ignore(name, gitName, found.isDirectory())) {
                return;
            }
            if (!found.isDirectory()) {
                add(folder, file, name, found, rules);
                return;
            }
            if (depth + 1 == DEEPEST) {
                throw new Failure(
                        ExitCode.INVALID,
                        RawName.shown(name) + " is more than " + (DEEPEST - 1) + " folders deep, nothing sent",
                        "name it in " + IgnoreFile.OURS);
            }
            try (OpenFolder below = folder.folder(file)) {
                walk(below, depth + 1, name, gitName, rules);
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private void add(OpenFolder folder, Path file, String name, PosixFileAttributes found, Rules rules)
            throws Failure, IOException {
        if (entries.size() == MOST) {
            throw new Failure(
                    ExitCode.INVALID,
                    top + " has more than " + MOST + " files, nothing sent",
                    "leave some out: name them in " + IgnoreFile.OURS);
        }
        if (CredentialFiles.isOurs(RawName.of(file))) {
            notices.add(RawName.shown(name) + " gives access to a server of Launcho, so it stays out");
            return;
        }
        if (found.isSymbolicLink()) {
            add(folder, file, name, found, target(folder, file, name));
        } else if (found.isRegularFile()) {
            if (!rules.demand(name) && CredentialFiles.isSuspect(folder, file, found.size())) {
                throw CredentialFiles.refusal(name);
            }
            add(folder, file, name, found, "");
        } else {
            throw new Failure(
                    ExitCode.INVALID,
                    RawName.shown(name) + " is a socket, FIFO or device, nothing sent",
                    "remove it, or name it in " + IgnoreFile.OURS);
        }
    }

    private void add(OpenFolder folder, Path file, String name, PosixFileAttributes found, String link) {
        entries.add(new PackedEntry(
                name,
                top.relativize(folder.path().resolve(file)),
                found.fileKey(),
                found.isSymbolicLink() ? 0 : found.size(),
                found.isRegularFile() && found.permissions().contains(PosixFilePermission.OWNER_EXECUTE),
                link));
    }

    /**
     * Returns where a link points, if that is in the folder; it need not be packed, nor exist. The path of the folder is
     * read once more, and only as a text: what it says is checked.
     */
    private static String target(OpenFolder folder, Path file, String name) throws Failure, IOException {
        String target = RawName.of(Files.readSymbolicLink(folder.path().resolve(file)));
        Optional<Failure> refusal = LinkTarget.refusal(name, target);
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        return target;
    }

    static Failure unreadable(Path file, IOException cause) {
        return new Failure(
                ExitCode.FAILED,
                RawName.shown(RawName.of(file)) + " can't be read: " + FileFailure.reason(cause) + ", nothing sent",
                "make it readable, or name it in " + IgnoreFile.OURS);
    }
}
