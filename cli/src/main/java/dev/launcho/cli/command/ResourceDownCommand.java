package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.client.ResourceId;
import dev.launcho.cli.client.ResponseDownload;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.protocol.DurableFile;
import dev.launcho.cli.render.Console;
import dev.launcho.cli.render.ProgressBar;
import dev.launcho.cli.render.SizeFormat;
import dev.launcho.core.disk.FileFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code launcho resource down}: the file appears whole and verified, or not at all. */
@Command(
        name = "down",
        description = "Download a resource.",
        footer = {"", "Example:", "  launcho resource down 1f3870be274f6c49b3e31a0c6728957f3a5b8f2d bundle.tar.bz2"})
final class ResourceDownCommand implements Callable<Integer> {
    private final CommandContext session;
    private final Console console;

    @Parameters(index = "0", paramLabel = "RESOURCE_ID", description = "As \"resource ls\" lists it.")
    private String id = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "Where to write it; - is standard output.")
    private String file = "";

    ResourceDownCommand(CommandContext session) {
        this.session = session;
        this.console = session.console();
    }

    @Override
    public Integer call() throws Failure {
        AdminClient client = session.client();
        Path path = Path.of(file);
        if (!file.equals("-") && Files.isDirectory(path)) {
            throw new Failure(ExitCode.FAILED, file + " is a folder: name the file to write");
        }
        try (ResponseDownload download = client.download(id)) {
            if (file.equals("-")) {
                copy(download, console.rawOut());
            } else if (Files.exists(path) && !Files.isRegularFile(path)) {
                try (OutputStream out = Files.newOutputStream(path)) { // A pipe or device: nothing to rename over.
                    copy(download, out);
                }
            } else {
                try (DurableFile durable = DurableFile.create(path)) {
                    copy(download, durable.out());
                    durable.commit();
                }
            }
            return ExitCode.OK.number();
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, file + " can't be written: " + FileFailure.reason(e));
        }
    }

    private void copy(ResponseDownload download, OutputStream to) throws Failure, IOException {
        ProgressBar bar = new ProgressBar(console, "fetching " + id, download.length(), System::nanoTime);
        MessageDigest digest = ResourceId.digest();
        try {
            download.copyTo(new DigestOutputStream(to, digest), bar);
        } finally {
            bar.clear();
        }
        String got = ResourceId.of(digest);
        if (!got.equals(id)) {
            String written = file.equals("-") ? "do not use what was printed" : file + " is not written";
            throw new Failure(ExitCode.FAILED, "the download has the id " + got + " instead of " + id + ": " + written);
        }
        bar.finish("fetched " + (file.equals("-") ? id : file) + ", " + SizeFormat.of(download.length()) + " "
                + bar.pace(download.length()));
    }
}
