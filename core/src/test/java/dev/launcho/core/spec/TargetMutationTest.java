package dev.launcho.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.config.ConfigReader;
import dev.launcho.core.yaml.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever is done to a good file, reading it gives a target or problems, never an exception. {@code
 * -Dlauncho.seed=N} repeats a run, {@code -Dlauncho.mutations=N} makes it longer.
 */
class TargetMutationTest {
    private static final List<String> PIECES = List.of(
            "\n",
            "  ",
            "\t",
            ":",
            ": ",
            "- ",
            "{",
            "}",
            "[",
            "]",
            "\"",
            "'",
            "#",
            "&a ",
            "*a",
            "<<: ",
            "!",
            "!!str ",
            "|",
            ">-",
            "${",
            "$${",
            "}",
            "~",
            "\0",
            "\uFEFF",
            "\uD800",
            "é",
            "---\n",
            "...\n",
            "%YAML 1.1\n",
            "? ",
            "@",
            "\\",
            "\"\\U0011FFFF\"",
            "\"\\x\"",
            "9999999999",
            "-1",
            "1s",
            "true",
            "0x",
            "1:30",
            "2001-01-01",
            "name",
            "on",
            "processes:\n",
            "services:\n",
            "\u2028",
            "\r",
            "=",
            "[[[[",
            "{{{{");

    private final long seed = Long.getLong("launcho.seed", System.nanoTime());
    private final int mutations = Integer.getInteger("launcho.mutations", 3000);
    private final Random random = new Random(seed);

    @Test
    void read_mutated_target_gives_a_target_or_problems() throws IOException {
        System.out.println("launcho.seed=" + seed);
        List<byte[]> seeds = List.of(
                TargetReaderTest.EVERYTHING.getBytes(StandardCharsets.UTF_8),
                ReadmeTargetsTest.resource("readme-workflow.yaml"),
                "processes: [&a {name: a, command: [x]}, {<<: *a, name: b}]".getBytes(StandardCharsets.UTF_8));
        int valid = 0;
        for (int i = 0; i < mutations; i++) {
            byte[] text = seeds.get(random.nextInt(seeds.size()));
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                text = mutated(text);
            }
            valid += check(text) ? 1 : 0;
        }
        // Both outcomes must be met, or the test tests nothing.
        assertThat(valid).describedAs("seed %d", seed).isBetween(1, mutations - 1);
    }

    private boolean check(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            TargetReading reading = TargetReader.read("t.yaml", bytes);
            assertThat(reading.valid()).isEqualTo(reading.problems().isEmpty());
            assertThat(reading.problems().stream().sorted().toList()).isEqualTo(reading.problems());
            reading.problems().forEach(problem -> checkForm(problem, text));
            reading.references().notices(name -> Optional.empty(), id -> false).forEach(p -> checkForm(p, text));
            if (reading.valid()) {
                reading.target().processes().forEach(process -> SecretResolver.resolve(process, Optional::of));
                reading.target().services().forEach(service -> SecretResolver.resolve(service, Optional::of));
            }
            TargetReader.read("t.yaml", text);
            ConfigReader.read("c.yaml", bytes);
            return reading.valid();
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            throw new AssertionError("seed " + seed + ", text:\n" + text, e);
        }
    }

    private static void checkForm(Problem problem, String text) {
        String line = problem.toString();
        if (line.chars().anyMatch(c -> c < ' ') || !problem.render(text).startsWith("t.yaml:")) {
            throw new AssertionError("not one clean line: " + line);
        }
    }

    private byte[] mutated(byte[] text) {
        int at = random.nextInt(text.length + 1);
        int to = Math.min(text.length, at + random.nextInt(1 + random.nextInt(30)));
        return switch (random.nextInt(6)) {
            case 0 -> joined(text, at, new byte[0], to);
            case 1 -> joined(text, at, Arrays.copyOfRange(text, at, to), at);
            case 2 -> joined(text, at, new byte[] {(byte) random.nextInt(256)}, Math.min(text.length, at + 1));
            case 3 -> joined(text, random.nextInt(text.length + 1), Arrays.copyOfRange(text, at, to), -1);
            case 4 -> joined(text, at, piece(), to);
            default -> joined(text, at, piece(), at);
        };
    }

    private byte[] piece() {
        return PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8);
    }

    /** The text up to {@code from}, then {@code middle}, then the text from {@code to} on; -1 is {@code from}. */
    private static byte[] joined(byte[] text, int from, byte[] middle, int to) {
        int rest = to < 0 ? from : to;
        byte[] joined = Arrays.copyOf(text, from + middle.length + text.length - rest);
        System.arraycopy(middle, 0, joined, from, middle.length);
        System.arraycopy(text, rest, joined, from + middle.length, text.length - rest);
        return joined;
    }
}
