package dev.launcho.cli.line;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.client.ResourceId;
import dev.launcho.cli.render.Console;
import dev.launcho.cli.render.ProgressBar;
import dev.launcho.cli.render.SizeFormat;
import dev.launcho.core.model.StoredResource;
import dev.launcho.core.text.QuotedText;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.function.LongConsumer;

/**
 * The upload of a resource, with its progress on standard error. The content is read twice: for its id, and to send it.
 * A content that the server has already is not sent.
 */
public final class ResourceUpload {
    private static final int CHUNK = 64 * 1024;

    private final Console console;
    private final String label;
    /** The label for a person: a file's name may have anything. */
    private final String shown;

    private final long size;
    private final Content content;

    /** A content that can be read from its start more than once. */
    public interface Content {
        InputStream open() throws IOException;
    }

    /**
     * @param label the name that the resource is listed under
     * @param size in bytes
     */
    public ResourceUpload(Console console, String label, long size, Content content) {
        this.console = console;
        this.label = label;
        this.shown = QuotedText.clean(label);
        this.size = size;
        this.content = content;
    }

    /** Reads the content, and returns its id. */
    public String id() throws IOException {
        MessageDigest digest = ResourceId.digest();
        byte[] buffer = new byte[CHUNK];
        ProgressBar bar = new ProgressBar(console, "reading " + shown, size, System::nanoTime);
        try (InputStream in = new Counted(content.open(), bar)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        } finally {
            bar.clear();
        }
        return ResourceId.of(digest);
    }

    /**
     * Sends the content unless the server has it.
     *
     * @param id as {@link #id()} returned it
     * @param source the content's name for messages
     * @throws Failure also if the content has changed since
     */
    public void send(AdminClient client, String id, String source) throws Failure, IOException {
        if (client.hasResource(id)) {
            console.err().println(shown + " is on the server already");
            return;
        }
        ProgressBar bar = new ProgressBar(console, "sending " + shown, size, System::nanoTime);
        StoredResource stored;
        try (InputStream in = new Counted(content.open(), bar)) {
            stored = client.upload(label, size, in);
        } finally {
            bar.clear();
        }
        if (!stored.id().equals(id)) {
            throw new Failure(
                    ExitCode.FAILED,
                    source + " changed while it was sent: the server stored " + stored.id() + " instead of " + id,
                    "send it again, then launcho resource rm " + stored.id());
        }
        bar.finish("sent " + shown + ", " + SizeFormat.of(size) + " " + bar.pace(size));
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
