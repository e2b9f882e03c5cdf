package dev.launcho.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.yaml.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AfterReaderTest {
    @Test
    void read_namesOfProcesses_alsoBelow() {
        TargetReading reading = read(
                "- {name: web, command: [x], after: [db, migrate]}",
                "- {name: migrate, command: [x], after: [db]}",
                "- {name: db, command: [x]}");

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.target().process("web").orElseThrow().policy().after())
                .containsExactly("db", "migrate");
    }

    @Test
    void read_unknownName_suggestsANearOne() {
        assertThat(read("- {name: web, command: [x], after: [dbb]}", "- {name: dba, command: [x]}")
                        .problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "t.yaml:2:37: process \"web\": after[0]: there is no process \"dbb\" (did you mean \"dba\"?)");
    }

    @Test
    void read_circle_isToldAtEachOfItsLinks() {
        assertThat(read(
                                "- {name: a, command: [x], after: [b]}",
                                "- {name: b, command: [x], after: [c]}",
                                "- {name: c, command: [x], after: [a]}")
                        .problems())
                .extracting(Problem::message)
                .containsExactly(
                        "process \"a\": after[0]: \"a\" and \"b\" wait for each other",
                        "process \"b\": after[0]: \"b\" and \"c\" wait for each other",
                        "process \"c\": after[0]: \"c\" and \"a\" wait for each other");
    }

    @Test
    void read_itself_orTwice_isAProblem() {
        assertThat(read("- {name: a, command: [x], after: [a, b, b]}", "- {name: b, command: [x]}")
                        .problems())
                .extracting(Problem::message)
                .containsExactlyInAnyOrder(
                        "process \"a\": after[0]: \"a\" waits for itself",
                        "process \"a\": after[2]: the process \"b\" is named twice");
    }

    @Test
    void read_chainOfAThousand_needsNoDeepStack() throws InterruptedException {
        String[] chain = IntStream.range(0, 1000)
                .mapToObj(i -> "- {name: p" + i + ", command: [x], after: [p" + (i + 1) % 1000 + "]}")
                .toArray(String[]::new);
        List<Problem> problems = new ArrayList<>();
        Thread small = new Thread(null, () -> problems.addAll(read(chain).problems()), "small stack", 256 * 1024);
        small.start();
        small.join();

        assertThat(problems).hasSize(1000);
        chain[999] = "- {name: p999, command: [x]}";
        assertThat(read(chain).problems()).isEmpty();
    }

    /** A search for a circle from each of its links would take minutes: each of them looks at all the others. */
    @Test
    @Timeout(60)
    void read_eachAfterAllBefore_isReadAtOnce() {
        String[] many = IntStream.range(0, 400)
                .mapToObj(i -> "- {name: p" + i + ", command: [x], after: ["
                        + IntStream.range(0, i).mapToObj(j -> "p" + j).collect(Collectors.joining(", ")) + "]}")
                .toArray(String[]::new);

        assertThat(read(many).problems()).isEmpty();
    }

    private static TargetReading read(String... processes) {
        return TargetReader.read("t.yaml", "processes:\n" + String.join("\n", processes) + "\n");
    }
}
