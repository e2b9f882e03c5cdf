package dev.launcho.cli.deploy;

import java.util.Optional;

/**
 * One line of an ignore file, as gitignore(5) defines it. Immutable.
 *
 * @param includes whether it takes back what an earlier line has ignored ({@code !})
 * @param foldersOnly whether it matches folders only (a slash at the end)
 * @param anyFolder whether it matches the last name of a path in any folder (no other slash), or else the whole path
 *     from the folder of the file on
 */
record IgnorePattern(boolean includes, boolean foldersOnly, boolean anyFolder, NameGlob glob) {
    /** @return empty for a comment, an empty line, and a pattern that can match nothing */
    static Optional<IgnorePattern> parse(String line) {
        String text = withoutLineEnd(line);
        if (text.isEmpty() || text.startsWith("#")) {
            return Optional.empty();
        }
        String pattern = withoutSpaces(text);
        boolean includes = pattern.startsWith("!");
        pattern = includes ? pattern.substring(1) : pattern;
        boolean foldersOnly = pattern.endsWith("/");
        pattern = foldersOnly ? pattern.substring(0, pattern.length() - 1) : pattern;
        boolean anyFolder = pattern.indexOf('/') < 0;
        pattern = pattern.startsWith("/") ? pattern.substring(1) : pattern;
        return pattern.isEmpty()
                ? Optional.empty()
                : NameGlob.parse(pattern).map(glob -> new IgnorePattern(includes, foldersOnly, anyFolder, glob));
    }

    /** @param path from the folder of the ignore file on, without a slash at either end */
    boolean matches(String path, boolean folder) {
        if (foldersOnly && !folder) {
            return false;
        }
        return glob.matches(anyFolder ? path.substring(path.lastIndexOf('/') + 1) : path);
    }

    private static String withoutLineEnd(String line) {
        String text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        int nul = text.indexOf('\0');
        return nul < 0 ? text : text.substring(0, nul);
    }

    /** Removes the spaces at the end, but for one behind a backslash. */
    private static String withoutSpaces(String text) {
        int end = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
                end = Math.min(i + 1, text.length());
            } else if (text.charAt(i) != ' ') {
                end = i + 1;
            }
        }
        return text.substring(0, end);
    }
}
