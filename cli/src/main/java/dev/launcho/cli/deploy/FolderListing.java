package dev.launcho.cli.deploy;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.core.disk.FileFailure;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The files of a folder that belong to its archive, sorted by the bytes of their names. The walk follows no link. One
 * thread.
 *
 * <p>It obeys {@code .launchoignore} and, where that is silent, {@code .gitignore}; both also in folders below. In a
 * checkout, the {@code .gitignore} of the folders above count as well, up to that with {@code .git} in it. Folders named
 * {@code .git} and the files in {@code own} never belong to it. As with Git, an empty folder is nothing.
 */
final class FolderListing {
    private static final String GIT = ".git";
    private static final String GIT_IGNORE = ".gitignore";
    private static final String OUR_IGNORE = ".launchoignore";
    /** A bound for the list in memory: so many files fit into a heap of 256 MB. */
    private static final int MOST = 200_000;

    private final Path top;
    private final Set<Path> own;
    private final List<PackedEntry> entries = new ArrayList<>();

    private FolderListing(Path top, Set<Path> own) {
        this.top = top;
        this.own = own;
    }

    /**
     * @param top an existing folder, absolute
     * @param own files that never belong to the archive, absolute
     */
    static List<PackedEntry> of(Path top, Set<Path> own) throws Failure {
        FolderListing listing = new FolderListing(top, own);
        Checkout checkout = Checkout.around(top);
        listing.walk(top, "", checkout.path(), new Rules(checkout.rules(), IgnoreRules.NONE));
        listing.entries.sort(Comparator.comparing(PackedEntry::name));
        return List.copyOf(listing.entries);
    }

    /** The rules that hold in a folder. Git's paths begin at the checkout, ours at the folder that is packed. */
    private record Rules(IgnoreRules git, IgnoreRules ours) {
        Rules in(Path folder, String name, String gitName) throws Failure {
            return new Rules(
                    git.below(gitName, IgnoreFile.read(folder.resolve(GIT_IGNORE))),
                    ours.below(name, IgnoreFile.read(folder.resolve(OUR_IGNORE))));
        }

        boolean ignore(String name, String gitName, boolean isFolder) {
            IgnoreRules.Decision decision = ours.decide(name, isFolder);
            return (decision == IgnoreRules.Decision.OPEN ? git.decide(gitName, isFolder) : decision)
                    == IgnoreRules.Decision.IGNORED;
        }
    }

    private void walk(Path folder, String name, String gitName, Rules above) throws Failure {
        Rules rules = above.in(folder, name, gitName);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                look(file, below(name, file), below(gitName, file), rules);
            }
        } catch (DirectoryIteratorException e) {
            throw unreadable(folder, e.getCause());
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static String below(String folder, Path file) {
        String last = RawName.of(file.getFileName());
        return folder.isEmpty() ? last : folder + "/" + last;
    }

    private void look(Path file, String name, String gitName, Rules rules) throws Failure {
        PosixFileAttributes found;
        try {
            found = Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        String last = name.substring(name.lastIndexOf('/') + 1);
        if (last.equals(GIT) || last.equals(OUR_IGNORE) || own.contains(file)) {
            return;
        }
        if (rules.ignore(name, gitName, found.isDirectory())) {
            return;
        }
        if (found.isDirectory()) {
            walk(file, name, gitName, rules);
        } else {
            add(file, name, found);
        }
    }

    private void add(Path file, String name, PosixFileAttributes found) throws Failure {
        if (entries.size() == MOST) {
            throw new Failure(
                    ExitCode.INVALID,
                    top + " has more than " + MOST + " files, nothing sent",
                    "leave some out: name them in " + OUR_IGNORE);
        }
        if (found.isSymbolicLink()) {
            entries.add(new PackedEntry(name, file, 0, false, target(file, name)));
        } else if (found.isRegularFile()) {
            boolean executable = found.permissions().contains(PosixFilePermission.OWNER_EXECUTE);
            entries.add(new PackedEntry(name, file, found.size(), executable, ""));
        } else {
            throw new Failure(
                    ExitCode.INVALID,
                    RawName.shown(name) + " is a socket, FIFO or device, nothing sent",
                    "remove it, or name it in " + OUR_IGNORE);
        }
    }

    /** Returns where a link points, if that is in the folder; it need not be packed, nor exist. */
    private static String target(Path file, String name) throws Failure {
        String target;
        try {
            target = RawName.of(Files.readSymbolicLink(file));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        int depth = (int) name.chars().filter(c -> c == '/').count();
        for (String part : target.split("/")) {
            depth += part.equals("..") ? -1 : part.equals(".") ? 0 : 1;
            if (depth < 0 || target.startsWith("/")) {
                throw new Failure(
                        ExitCode.INVALID,
                        RawName.shown(name) + " is a link out of the folder, to " + RawName.shown(target)
                                + ", nothing sent",
                        "replace it by a copy, or name it in " + OUR_IGNORE);
            }
        }
        return target;
    }

    private static Failure unreadable(Path file, IOException cause) {
        return new Failure(
                ExitCode.FAILED,
                RawName.shown(RawName.of(file)) + " can't be read: " + FileFailure.reason(cause) + ", nothing sent",
                "make it readable, or name it in " + OUR_IGNORE);
    }
}
