package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.deploy.DeployReader;
import dev.launcho.cli.deploy.DeploySettings;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.InputFile;
import dev.launcho.cli.line.MessageOption;
import dev.launcho.cli.line.ProblemList;
import dev.launcho.cli.line.TargetCheck;
import dev.launcho.cli.line.WaitOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code launcho deploy}: reads the settings of a folder; {@link FolderDeploy} does the rest. */
@Command(
        name = "deploy",
        description = "Pack a folder, upload it, set the secret that names it, and wait until it runs.",
        footer = {
            "",
            "The folder has a file launcho.yaml, for example: secret: BUNDLE_RESOURCE_ID",
            ".launchoignore and .gitignore name the files that stay out.",
            "",
            "Examples:",
            "  launcho deploy",
            "  launcho deploy bundle --dry-run"
        })
final class DeployCommand implements Callable<Integer> {
    private final CommandContext session;

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "The folder; without it, the current one.")
    private Path folder = Path.of(".");

    @Option(names = "--dry-run", description = "Only show the files, the id and what would change.")
    private boolean dryRun;

    @Mixin
    private MessageOption message = new MessageOption();

    @Mixin
    private WaitOption waiting = new WaitOption();

    DeployCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        String why = message.text();
        Path file = folder.resolve(DeploySettings.FILE).normalize();
        byte[] text = settings(file);
        DeployReader.Reading read = DeployReader.read(file.toString(), text);
        if (read.settings().isEmpty()) {
            ProblemList.lines(read.problems(), text, ", nothing sent")
                    .forEach(session.console().err()::println);
            return ExitCode.INVALID.number();
        }
        DeploySettings settings = read.settings().get();
        if (session.which().isEmpty()) {
            session.setWhich(settings.server());
        }
        FolderDeploy deploy = new FolderDeploy(session, real(), settings);
        List<String> problems = deploy.targetProblems();
        if (!problems.isEmpty()) {
            problems.forEach(session.console().err()::println);
            return ExitCode.INVALID.number();
        }
        return dryRun ? deploy.show() : deploy.carryOut(why, waiting);
    }

    private byte[] settings(Path file) throws Failure {
        if (!Files.isDirectory(folder)) {
            throw new Failure(
                    ExitCode.NOT_FOUND,
                    Files.exists(folder) ? folder + " is not a folder" : "there is no folder " + folder);
        }
        if (!Files.exists(file)) {
            throw new Failure(
                    ExitCode.NOT_FOUND,
                    "there is no file " + file,
                    "write one with the name of the secret that the target refers to: secret: BUNDLE_RESOURCE_ID");
        }
        return InputFile.bytes(session.console(), file.toString(), TargetCheck.LARGEST);
    }

    private Path real() throws Failure {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            throw InputFile.unreadable(folder, e);
        }
    }
}
