package dev.launcho.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.launcho.cli.command.CommandTree.Node;
import dev.launcho.cli.line.CommandContext;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

class CommandTreeTest {
    static Stream<Node> everyCommand() {
        return CommandTree.all(CommandTree.ROOT);
    }

    static Stream<Node> plainCommands() {
        return everyCommand().filter(Node::plain);
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void node_ofEachCommand_agreesWithItsAnnotation(Node node) {
        Command annotation = node.type().getAnnotation(Command.class);

        assertThat(node.name()).isEqualTo(annotation.name());
        assertThat(node.aliases()).containsExactly(annotation.aliases());
        assertThat(annotation.subcommands()).as("they belong into CommandTree").isEmpty();
    }

    @Test
    void tree_ofAllCommands_leavesNoneOut() {
        List<String> annotated = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.launcho.cli.command")
                        .stream()
                        .filter(type -> type.isAnnotatedWith(Command.class))
                        .map(JavaClass::getName)
                        .toList();

        assertThat(everyCommand().map(node -> node.type().getName()).distinct())
                .as("some have two names, like target history and history")
                .containsExactlyInAnyOrderElementsOf(annotated);
    }

    /** They run without picocli, which could not set anything then. */
    @ParameterizedTest
    @MethodSource("plainCommands")
    void node_ofAPlainCommand_needsNothingOfPicocli(Node node) {
        CommandSpec spec = new CommandLine(
                        node.type(), CommandRunner.factory(new CommandContext(Cli.nowhere(), Map.of())))
                .getCommandSpec();

        assertThat(spec.args()).noneMatch(argument -> argument.required() || argument.defaultValue() != null);
        assertThat(spec.specElements()).isEmpty();
    }

    @Test
    void of_aGoodLine_buildsOnlyWhatItNames() {
        CommandLine line = CommandTree.of(
                List.of("--home", "status", "t", "set", "logs"),
                CommandRunner.factory(new CommandContext(Cli.nowhere(), Map.of())));

        assertThat(line.getSubcommands()).containsOnlyKeys("target", "t");
        assertThat(line.getSubcommands().get("target").getSubcommands()).containsOnlyKeys("set");
    }

    @Test
    void plainLine_ofSimpleLines_namesCommandAndServer() {
        FastPath line = FastPath.of(List.of("-w", "prod", "--home", "/h", "target", "get"))
                .orElseThrow();

        assertThat(line.command()).isEqualTo(TargetGetCommand.class);
        assertThat(line.which()).contains("prod");
        assertThat(line.home()).contains("/h");
        assertThat(FastPath.of(List.of("status"))).isPresent();
    }

    @Test
    void plainLine_ofAnythingElse_isEmpty() {
        for (String line : List.of(
                "status -o json",
                "statsu",
                "target",
                "target set x",
                "-w",
                "-w prod",
                "status -w",
                "-w a -w b status",
                "--home=/h status",
                "-- status",
                "status status",
                "events -w prod",
                "-w --home status")) {
            assertThat(FastPath.of(List.of(line.split(" ")))).as(line).isEmpty();
        }
        assertThat(FastPath.of(List.of())).isEmpty();
    }
}
