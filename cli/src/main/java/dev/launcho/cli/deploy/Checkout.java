package dev.launcho.cli.deploy;

import dev.launcho.cli.client.Failure;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The Git checkout around a folder. Immutable.
 *
 * @param path of the folder from the top of the checkout on, a {@link RawName}; empty at the top, and outside of a
 *     checkout
 * @param rules of the {@code .gitignore} files above the folder
 */
record Checkout(String path, IgnoreRules rules) {
    /** @param folder absolute */
    static Checkout around(Path folder) throws Failure {
        Deque<Path> above = new ArrayDeque<>();
        for (Path at = folder; at != null; at = at.getParent()) {
            if (Files.exists(at.resolve(".git"), LinkOption.NOFOLLOW_LINKS)) {
                return of(folder, at, above);
            }
            above.push(at);
        }
        return new Checkout("", IgnoreRules.NONE);
    }

    /** @param below the folders from below the top to {@code folder}, in this order */
    private static Checkout of(Path folder, Path top, Deque<Path> below) throws Failure {
        IgnoreRules rules = IgnoreRules.NONE;
        String path = "";
        Path at = top;
        for (Path next : below) {
            rules = rules.below(path, IgnoreFile.read(at.resolve(".gitignore")));
            path = RawName.of(top.relativize(next));
            at = next;
        }
        return new Checkout(folder.equals(top) ? "" : path, rules);
    }
}
