package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.InputFile;
import dev.launcho.cli.line.TargetCheck;
import dev.launcho.core.model.Target;
import dev.launcho.core.spec.TargetReader;
import dev.launcho.core.spec.TargetReading;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code launcho target validate}: asks no server, so it can't know which secrets and resources exist. */
@Command(
        name = "validate",
        description = "Check a target without a server: every problem with its line, exit 3 if there is one.",
        footer = {"", "Example:", "  launcho target validate target.yaml"})
final class TargetValidateCommand implements Callable<Integer> {
    private final CommandContext session;

    @Parameters(paramLabel = "FILE", description = "The target, YAML; - reads standard input.")
    private String file = "";

    TargetValidateCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        byte[] text = InputFile.bytes(session.console(), file, TargetCheck.LARGEST);
        String name = TargetCheck.name(file);
        List<String> problems = TargetCheck.problems(name, text, "");
        if (!problems.isEmpty()) {
            problems.forEach(session.console().err()::println);
            return ExitCode.INVALID.number();
        }
        TargetReading reading = TargetReader.read(name, text);
        reading.references().warnings().forEach(warning -> session.console().notice(warning.toString()));
        Target target = reading.target();
        session.console()
                .out()
                .println(name + " is valid: "
                        + counted(target.processes().size(), "process", "processes") + ", "
                        + counted(target.services().size(), "service", "services")
                        + secrets(reading.references().names().size()));
        return ExitCode.OK.number();
    }

    private static String secrets(int count) {
        return count == 0 ? "" : ", " + counted(count, "secret", "secrets") + " referred to";
    }

    private static String counted(int count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
