package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.client.ResourceId;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.InputFile;
import dev.launcho.cli.render.Console;
import dev.launcho.cli.render.ProgressBar;
import dev.launcho.cli.render.SizeFormat;
import dev.launcho.core.model.StoredResource;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
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
            String id = hash();
            if (client.hasResource(id)) {
                console.err().println(label + " is on the server already");
            } else {
                send(client, label, id);
            }
            console.out().println(id);
            return ExitCode.OK.number();
        } catch (IOException e) {
            throw InputFile.unreadable(file, e);
        }
    }

    private String hash() throws IOException {
        MessageDigest digest = ResourceId.digest();
        byte[] buffer = new byte[64 * 1024];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return ResourceId.of(digest);
    }

    private void send(AdminClient client, String label, String id) throws Failure, IOException {
        long size = Files.size(file);
        ProgressBar bar = new ProgressBar(session.console(), "sending " + label, size, System::nanoTime);
        StoredResource stored;
        try (InputStream in = new Counted(Files.newInputStream(file), bar)) {
            stored = client.upload(label, size, in);
        } finally {
            bar.clear();
        }
        if (!stored.id().equals(id)) {
            throw new Failure(
                    ExitCode.FAILED,
                    file + " changed while it was sent: the server stored " + stored.id() + " instead of " + id,
                    "send it again, then launcho resource rm " + stored.id());
        }
        bar.finish("sent " + label + ", " + SizeFormat.of(size) + " " + bar.pace(size));
    }

    /** A stream that reports how many bytes have been read. */
    private static final class Counted extends FilterInputStream {
        private final LongConsumer progress;
        private long count;

        Counted(InputStream in, LongConsumer progress) {
            super(in);
            this.progress = progress;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int read = super.read(to, offset, length);
            if (read > 0) {
                count += read;
                progress.accept(count);
            }
            return read;
        }
    }
}
