package dev.launcho.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineDiffTest {
    @Test
    void of_same_isEmpty() {
        assertThat(LineDiff.of("a\nb\n", "a\nb\n")).isEmpty();
    }

    @Test
    void of_oneLine_isShownWithThreeAround() {
        String old = "a\nb\nc\nd\ne\nf\ng\nh\ni\n";

        assertThat(LineDiff.of(old, old.replace("e", "E")))
                .containsExactly("@@ line 2 @@", " b", " c", " d", "-e", "+E", " f", " g", " h");
    }

    @Test
    void of_twoFarApart_areTwoHunks_byTheLinesOfTheOldText() {
        String old = IntStream.rangeClosed(1, 30).mapToObj(i -> i + "\n").collect(Collectors.joining());

        assertThat(LineDiff.of(old, old.replace("10\n", "10\nnew\n").replace("25\n", "")))
                .containsExactly(
                        "@@ line 8 @@",
                        " 8",
                        " 9",
                        " 10",
                        "+new",
                        " 11",
                        " 12",
                        " 13",
                        "@@ line 22 @@",
                        " 22",
                        " 23",
                        " 24",
                        "-25",
                        " 26",
                        " 27",
                        " 28");
    }

    @Test
    void of_emptyAndBack_isAllOfIt() {
        assertThat(LineDiff.of("", "a\nb")).containsExactly("@@ line 1 @@", "-", "+a", "+b");
        assertThat(LineDiff.of("a\nb", "")).containsExactly("@@ line 1 @@", "-a", "-b", "+");
    }

    @Test
    void of_lineEndAtTheEndGone_isTold() {
        assertThat(LineDiff.of("a\n", "a")).containsExactly("@@ line 1 @@", " a", "-");
    }

    @Test
    void of_moved_keepsTheLongestCommonPart() {
        assertThat(LineDiff.of("a\nb\nc\nd", "d\na\nb\nc"))
                .containsExactly("@@ line 1 @@", "+d", " a", " b", " c", "-d");
    }

    @Test
    void of_tooLargeToCompare_isOneReplacement() {
        List<String> diff = LineDiff.of("old\n".repeat(3_000) + "end", "new\n".repeat(3_000) + "end");

        assertThat(diff)
                .hasSize(1 + 6_000 + 1)
                .startsWith("@@ line 1 @@", "-old")
                .endsWith("+new", " end");
    }

    /** Whatever was changed: what is not told is the same in both, and the rest in its order makes either. */
    @Test
    void of_anything_hasAllThatIsNotTheSame() {
        Random random = new Random(5);
        for (int round = 0; round < 500; round++) {
            List<String> old = letters(random);
            List<String> now = letters(random);
            List<String> diff = LineDiff.of(String.join("\n", old), String.join("\n", now));

            List<String> rest = new ArrayList<>(old);
            rest.addAll(now);
            for (String line : diff) {
                if (line.startsWith("-") || line.startsWith("+")) {
                    assertThat(rest.remove(line.substring(1))).isTrue();
                }
            }
            assertThat(rest.size() % 2).isZero();
            assertThat(rest.stream().collect(Collectors.groupingBy(l -> l, Collectors.counting())))
                    .as("%s and %s: %s", old, now, diff)
                    .allSatisfy((line, count) -> assertThat(count % 2).isZero());
        }
    }

    private static List<String> letters(Random random) {
        return random.ints(1 + random.nextInt(12), 'a', 'e')
                .mapToObj(Character::toString)
                .toList();
    }
}
