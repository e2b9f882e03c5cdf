package dev.launcho.cli.deploy;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import java.util.Optional;

/**
 * The check that a link stays in the folder. It holds for whatever the names in it are once they are unpacked, as each
 * may be a link itself: {@code ..} is allowed at the beginning only, where the way up is that of real folders.
 */
final class LinkTarget {
    private LinkTarget() {}

    /**
     * Returns why a link is refused; empty if it stays in the folder.
     *
     * @param name of the link, from the folder on; a {@link RawName}, like {@code target}
     */
    static Optional<Failure> refusal(String name, String target) {
        if (target.startsWith("/")) {
            return refused(name, "is a link out of the folder", target);
        }
        int up = (int) name.chars().filter(c -> c == '/').count();
        boolean down = false;
        for (String part : target.split("/")) {
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            if (!part.equals("..")) {
                down = true;
            } else if (down) {
                return refused(name, "is a link with .. behind a name", target);
            } else if (--up < 0) {
                return refused(name, "is a link out of the folder", target);
            }
        }
        return Optional.empty();
    }

    private static Optional<Failure> refused(String name, String what, String target) {
        return Optional.of(new Failure(
                ExitCode.INVALID,
                RawName.shown(name) + " " + what + ", to " + RawName.shown(target) + ", nothing sent",
                "replace it by a copy, or name it in .launchoignore"));
    }
}
