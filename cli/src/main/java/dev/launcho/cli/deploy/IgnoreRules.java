package dev.launcho.cli.deploy;

import java.util.List;
import java.util.Optional;

/**
 * The patterns of the ignore files that hold in a folder: its own, and those of the folders above. The last pattern of the
 * deepest file that matches decides. Immutable.
 */
final class IgnoreRules {
    /** No pattern at all. */
    static final IgnoreRules NONE = new IgnoreRules(Optional.empty(), "", List.of());

    private final Optional<IgnoreRules> above;
    private final String folder;
    private final List<IgnorePattern> patterns;

    private IgnoreRules(Optional<IgnoreRules> above, String folder, List<IgnorePattern> patterns) {
        this.above = above;
        this.folder = folder;
        this.patterns = List.copyOf(patterns);
    }

    /** The decision about a path. */
    enum Decision {
        IGNORED,
        INCLUDED,
        /** No pattern matches. */
        OPEN
    }

    /** Returns these rules with those of a folder in it. @param path of the folder, from the top on; empty for the top */
    IgnoreRules below(String path, List<IgnorePattern> more) {
        return more.isEmpty() ? this : new IgnoreRules(Optional.of(this), path.isEmpty() ? "" : path + "/", more);
    }

    /** @param path of a file or folder in the last folder that {@link #below} was called with, from the top on */
    Decision decide(String path, boolean isFolder) {
        String here = path.substring(folder.length());
        for (int i = patterns.size() - 1; i >= 0; i--) {
            IgnorePattern pattern = patterns.get(i);
            if (pattern.matches(here, isFolder)) {
                return pattern.includes() ? Decision.INCLUDED : Decision.IGNORED;
            }
        }
        return above.map(rules -> rules.decide(path, isFolder)).orElse(Decision.OPEN);
    }
}
