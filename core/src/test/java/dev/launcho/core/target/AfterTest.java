package dev.launcho.core.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.yaml.Problem;
import org.junit.jupiter.api.Test;

class AfterTest {
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
                        "process \"a\": after[0]: \"a\" and \"b\" would wait for each other",
                        "process \"b\": after[0]: \"b\" and \"c\" would wait for each other",
                        "process \"c\": after[0]: \"c\" and \"a\" would wait for each other");
    }

    @Test
    void read_itself_orTwice_isAProblem() {
        assertThat(read("- {name: a, command: [x], after: [a, b, b]}", "- {name: b, command: [x]}")
                        .problems())
                .extracting(Problem::message)
                .containsExactlyInAnyOrder(
                        "process \"a\": after[0]: \"a\" would wait for itself",
                        "process \"a\": after[2]: the process \"b\" is named twice");
    }

    private static TargetReading read(String... processes) {
        return TargetReader.read("t.yaml", "processes:\n" + String.join("\n", processes) + "\n");
    }
}
