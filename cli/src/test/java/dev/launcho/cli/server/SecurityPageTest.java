package dev.launcho.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code .ci/run attacks} runs every test and acceptance script that {@code docs/security.md} names. The tag is on the class,
 * or on those of its methods that attack.
 */
class SecurityPageTest {
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)`");
    private static final Pattern SCRIPTS = Pattern.compile("acceptance\\s+(`\\w+`(?:,\\s+`\\w+`)*)");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    private static String page() throws IOException {
        return Files.readString(Path.of("../docs/security.md"));
    }

    private static TreeSet<String> all(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The text of each test class of all modules, by its name. */
    private static Map<String, String> tests() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        for (String module : List.of("core", "proxy", "cli")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src/test/java"))) {
                for (Path file : files.filter(each -> each.toString().endsWith("Test.java"))
                        .toList()) {
                    texts.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
                }
            }
        }
        return texts;
    }

    @Test
    void page_everyTest_isThereAndTaggedAsAnAttack() throws Exception {
        Map<String, String> tests = tests();
        TreeSet<String> named = all(TEST, page());

        assertThat(named).hasSizeGreaterThan(50);
        assertThat(tests.keySet()).containsAll(named);
        assertThat(named)
                .allSatisfy(name -> assertThat(tests.get(name)).as(name).contains("@Tag(\"attack\")\n"));
    }

    @Test
    void page_everyAcceptanceScript_isAStepOfTheAttacks() throws Exception {
        String steps =
                Files.readString(Path.of("../.ci/run")).replaceAll("(?s).*\nrun_attacks\\(\\) \\{(.*?)\n}.*", "$1");
        TreeSet<String> named = new TreeSet<>();
        SCRIPTS.matcher(page()).results().map(MatchResult::group).forEach(list -> named.addAll(all(NAME, list)));

        assertThat(named).contains("flood", "given");
        assertThat(named)
                .allSatisfy(name -> assertThat(steps)
                        .containsPattern("\n *step [^\n]* cli/src/acceptance/" + name + "\\.sh(\n|$)"));
    }
}
