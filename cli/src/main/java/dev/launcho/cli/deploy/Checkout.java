package dev.launcho.cli.deploy;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.core.disk.EffectiveUser;
import dev.launcho.core.disk.FileFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The Git checkout around a folder. Immutable.
 *
 * @param path of the folder from the top of the checkout on, a {@link RawName}; empty at the top, and outside of a
 *     checkout
 * @param rules of the {@code .gitignore} files above the folder
 */
record Checkout(String path, IgnoreRules rules) {
    private static final String GIT = ".git";
    /** A file {@code .git} leads to the checkout's folder of a worktree or submodule: gitrepository-layout(5). */
    private static final String LEAD = "gitdir:";

    /** @param folder absolute, without links in its path */
    static Checkout around(Path folder, ListingNotices notices) throws Failure {
        Deque<Path> above = new ArrayDeque<>();
        for (Path at = folder; at != null; at = at.getParent()) {
            if (isCheckout(at) && isTrusted(at, folder, notices)) {
                return of(folder, at, above, notices);
            }
            above.push(at);
        }
        return new Checkout("", IgnoreRules.NONE);
    }

    /** Returns whether there is a {@code .git} that Git would take for one. */
    private static boolean isCheckout(Path at) {
        Path git = at.resolve(GIT);
        if (Files.isDirectory(git, LinkOption.NOFOLLOW_LINKS)) {
            return !Files.notExists(git.resolve("HEAD"), LinkOption.NOFOLLOW_LINKS);
        }
        if (!Files.isRegularFile(git, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(git, LinkOption.NOFOLLOW_LINKS)) {
            return new String(in.readNBytes(LEAD.length()), StandardCharsets.ISO_8859_1).equals(LEAD);
        } catch (IOException unreadable) {
            return true; // More ignore rules, so nothing is sent that should not be.
        }
    }

    /** Returns whether its owner may say what is packed: this user, the folder's owner, or root. Others would with a /tmp/.git. */
    private static boolean isTrusted(Path at, Path folder, ListingNotices notices) throws Failure {
        Path git = at.resolve(GIT);
        try {
            boolean trusted = List.of(0L, EffectiveUser.uid(), owner(folder)).contains(owner(git));
            if (!trusted) {
                notices.add(RawName.shown(RawName.of(git))
                        + " belongs to another user, so no .gitignore above the folder" + " counts for it");
            }
            return trusted;
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, git + " can't be examined: " + FileFailure.reason(e) + ", nothing sent");
        }
    }

    private static long owner(Path file) throws IOException {
        return ((Number) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS)).longValue();
    }

    /** @param below the folders from below the top to {@code folder}, in this order */
    private static Checkout of(Path folder, Path top, Deque<Path> below, ListingNotices notices) throws Failure {
        IgnoreRules rules = IgnoreRules.NONE;
        String path = "";
        Path at = top;
        for (Path next : below) {
            try (OpenFolder open = OpenFolder.at(at)) {
                rules = rules.below(path, IgnoreFile.git(open, notices));
            } catch (IOException e) {
                throw FolderListing.unreadable(at, e);
            }
            path = RawName.of(top.relativize(next));
            at = next;
        }
        return new Checkout(folder.equals(top) ? "" : path, rules);
    }
}
