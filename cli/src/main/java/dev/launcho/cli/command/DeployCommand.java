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
import dev.launcho.core.disk.FileFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
        // Resolved first: in link/.. the kernel goes up from where the link leads, a text would lose the link.
        Path real = real();
        byte[] text = settings(real.resolve(DeploySettings.FILE));
        String shown = folder.equals(Path.of(".")) ? DeploySettings.FILE : folder.resolve(DeploySettings.FILE) + "";
        DeployReader.Reading read = DeployReader.read(shown, text);
        if (read.settings().isEmpty()) {
            ProblemList.lines(read.problems(), text, ", nothing sent")
                    .forEach(session.console().err()::println);
            return ExitCode.INVALID.number();
        }
        DeploySettings settings = read.settings().get();
        if (session.which().isEmpty()) {
            session.setWhich(settings.server());
        }
        FolderDeploy deploy = new FolderDeploy(session, real, settings);
        List<String> problems = deploy.targetProblems();
        if (!problems.isEmpty()) {
            problems.forEach(session.console().err()::println);
            return ExitCode.INVALID.number();
        }
        return dryRun ? deploy.show() : deploy.carryOut(why, waiting);
    }

    private byte[] settings(Path file) throws Failure {
        if (Files.notExists(file)) {
            throw new Failure(
                    ExitCode.NOT_FOUND,
                    "there is no file " + file,
                    "write one with the name of the secret that the target refers to: secret: BUNDLE_RESOURCE_ID");
        }
        if (!Files.isReadable(file)) {
            throw closed(file, "permission denied");
        }
        return InputFile.bytes(session.console(), file.toString(), TargetCheck.LARGEST);
    }

    /** Returns the folder without links in its path. */
    private Path real() throws Failure {
        Path real;
        try {
            real = folder.toRealPath();
        } catch (NoSuchFileException e) {
            throw new Failure(ExitCode.NOT_FOUND, "there is no folder " + folder);
        } catch (IOException e) {
            throw closed(folder, FileFailure.reason(e));
        }
        if (!Files.isDirectory(real)) {
            throw new Failure(ExitCode.NOT_FOUND, folder + " is not a folder");
        }
        return real;
    }

    private static Failure closed(Path file, String reason) {
        return new Failure(
                ExitCode.FAILED,
                file + " can't be read: " + reason + ", nothing sent",
                "give this user the right to enter its folder and to read it, or run launcho as the owner");
    }
}
