package dev.launcho.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares the files that are packed with those that {@code git} itself would take. {@code -Dlauncho.ignore.seed=N}
 * repeats a run.
 */
class GitIgnoreTest {
    private static final int ROUNDS = 30;
    private static final String[] NAMES = {
        "a", "b", "ab", "a.js", "b.js", "#x", "!y", "a b", "[q]", "é", "a ", "-", "A1"
    };
    private static final String[] PIECES = {
        "a",
        "b",
        "*",
        "?",
        "[ab]",
        "[!a]",
        "[a-c]",
        "[[:alpha:]]",
        "[^[:digit:]]",
        ".js",
        "\\a",
        "\\*",
        "[",
        "]",
        "é",
        " ",
        "\\ ",
        "#",
        "!",
        "\\#",
        "\\!",
        "-",
        "[]a]",
        "[\\]b]",
        "[b-]",
        "[[:nope:]]",
        "A",
        "[é]",
        "\\",
        "[a-\\c]"
    };

    @TempDir
    Path directory;

    @Test
    void ignores_randomPatterns_asGitDoes() throws Exception {
        assumeGit();
        long seed = Long.getLong("launcho.ignore.seed", System.nanoTime());
        System.out.println("GitIgnoreTest: -Dlauncho.ignore.seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            Path folder = Files.createDirectory(directory.resolve("round" + round));
            git(folder, "init", "-q");
            tree(random, folder, 0);
            ignoreFile(random, folder);
            try (var below = Files.walk(folder)) {
                for (Path each : below.filter(Files::isDirectory)
                        .filter(d -> !d.startsWith(folder.resolve(".git")) && !d.equals(folder))
                        .sorted()
                        .toList()) {
                    if (random.nextInt(3) == 0) {
                        ignoreFile(random, each);
                    }
                }
            }
            assertSame(folder, "round " + round + " of seed " + seed);
        }
    }

    /** Patterns of gitignore(5), and those that were once wrong. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/",
                "/a",
                "a/b",
                "**/b",
                "a/**",
                "a/**/b",
                "**",
                "*\n!*/\n!*.js",
                "/*\n!/a\n/a/*\n!/a/b",
                "a\r\nb\r\n",
                "a b  ",
                "a\\ ",
                "\\#x",
                "\\!y",
                "#x",
                "!a",
                "/",
                "//",
                "a//",
                "\uFEFFa",
                "[",
                "a\\",
                "**/",
                "/**",
                "*/b",
                "?",
                "a/*",
                "!",
                "*\n!a/b",
                "a*/",
                "**/a/**",
                "[!",
                "[]",
                "[a",
                "[[:alpha:]",
                "[[:]",
                "[[::]]",
                "b/**/"
            })
    void ignores_pattern_asGitDoes(String patterns) throws Exception {
        assumeGit();
        git(directory, "init", "-q");
        tree(new Random(1), directory, 0);
        Files.writeString(directory.resolve(".gitignore"), patterns);

        assertSame(directory, "the pattern");
    }

    private static void assertSame(Path folder, String what) throws Exception {
        Set<String> ours = packed(folder);
        Set<String> theirs = byGit(folder);
        Set<String> differing = new TreeSet<>(ours);
        differing.addAll(theirs);
        differing.removeIf(name -> ours.contains(name) == theirs.contains(name));
        assertThat(differing)
                .as("%s, .gitignore: %s", what, Files.readString(folder.resolve(".gitignore")))
                .isEmpty();
    }

    @Test
    void ignores_patternsAboveTheFolder_asGitDoes() throws Exception {
        assumeGit();
        git(directory, "init", "-q");
        Path folder = Files.createDirectories(directory.resolve("apps/web"));
        for (String name : List.of(".env", "server.js", "apps.log", "keep.log")) {
            Files.createFile(folder.resolve(name));
        }
        Files.writeString(directory.resolve(".gitignore"), ".env\n/apps/web/apps.log\n");
        Files.writeString(directory.resolve("apps/.gitignore"), "web/keep.log\n");
        Files.writeString(folder.resolve(".gitignore"), "!keep.log\n");

        assertThat(packed(folder))
                .containsExactly(".gitignore", "keep.log", "server.js")
                .isEqualTo(byGit(folder));
    }

    private static void assumeGit() throws Exception {
        boolean there;
        try {
            there = new ProcessBuilder("git", "--version").start().waitFor() == 0;
        } catch (IOException none) {
            there = false;
        }
        assumeThat(there).as("git is installed").isTrue();
    }

    /** Makes files and folders of three levels. A folder is never empty, as Git knows no empty one. */
    private static void tree(Random random, Path folder, int depth) throws IOException {
        for (String name : NAMES) {
            if (depth < 2 && name.length() < 3 && random.nextInt(2) == 0) {
                tree(random, Files.createDirectory(folder.resolve(name)), depth + 1);
            } else if (random.nextInt(3) > 0) {
                Files.createFile(folder.resolve(name));
            }
        }
        Files.createFile(folder.resolve("z"));
    }

    private static void ignoreFile(Random random, Path folder) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int lines = 1 + random.nextInt(5); lines > 0; lines--) {
            text.append(random.nextInt(4) == 0 ? "!" : "");
            text.append(random.nextInt(4) == 0 ? "/" : "");
            for (int parts = 1 + random.nextInt(3), part = 0; part < parts; part++) {
                text.append(part == 0 ? "" : "/").append(part(random));
            }
            text.append(random.nextInt(4) == 0 ? "/" : "");
            text.append(random.nextInt(8) == 0 ? "  " : "");
            text.append(random.nextInt(8) == 0 ? "\r\n" : "\n");
        }
        Files.writeString(folder.resolve(".gitignore"), text);
    }

    /** Returns a part of a pattern. Two stars are the whole part: Git reads others in a way that differs by version. */
    private static String part(Random random) {
        if (random.nextInt(5) == 0) {
            return "**";
        }
        StringBuilder part = new StringBuilder();
        for (int pieces = 1 + random.nextInt(3); pieces > 0; pieces--) {
            String piece = PIECES[random.nextInt(PIECES.length)];
            part.append(piece.equals("*") && part.toString().endsWith("*") ? "?" : piece);
        }
        return part.toString();
    }

    private static Set<String> packed(Path folder) throws Exception {
        return FolderListing.of(folder.toAbsolutePath(), Set.of()).entries().stream()
                .map(entry -> new String(RawName.bytes(entry.name()), StandardCharsets.UTF_8))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> byGit(Path folder) throws Exception {
        String names = git(folder, "ls-files", "-z", "--others", "--exclude-per-directory=.gitignore");
        Set<String> files = new TreeSet<>(List.of(names.split("\0")));
        files.remove("");
        return files;
    }

    private static String git(Path folder, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "-c", "core.excludesFile=", "-C", folder.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
        return out;
    }
}
