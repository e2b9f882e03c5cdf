package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.InputFile;
import dev.launcho.cli.line.ResourceUpload;
import dev.launcho.cli.render.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code launcho resource up}: prints the id and nothing else on standard output. */
@Command(
        name = "up",
        description = "Upload a file and print its id. A file that the server already has is not sent again.",
        footer = {"", "Example:", "  launcho resource up bundle.tar.bz2 | tee NEW_RESOURCE_ID"})
final class ResourceUpCommand implements Callable<Integer> {
    private final CommandContext session;

    @Parameters(paramLabel = "FILE", description = "The file to send.")
    private Path file = Path.of("");

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The name to list it under, instead of the file's own name.")
    private String name = "";

    ResourceUpCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        AdminClient client = session.client();
        Console console = session.console();
        String label = name.isEmpty() ? String.valueOf(file.getFileName()) : name;
        try {
            ResourceUpload upload =
                    new ResourceUpload(console, label, Files.size(file), () -> Files.newInputStream(file));
            String id = upload.id();
            upload.send(client, id, file.toString());
            console.out().println(id);
            return ExitCode.OK.number();
        } catch (IOException e) {
            throw InputFile.unreadable(file, e);
        }
    }
}
