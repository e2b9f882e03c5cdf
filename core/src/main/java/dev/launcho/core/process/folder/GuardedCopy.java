package dev.launcho.core.process.folder;

import dev.launcho.core.disk.FileFailure;
import dev.launcho.core.disk.FolderTrust;
import dev.launcho.core.process.system.OutputRelay;
import dev.launcho.core.process.system.ShimScripts;
import dev.launcho.core.process.system.SystemTools;
import dev.launcho.core.process.system.UserAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Copies a file into a folder that another user can change, with {@code place.sh}. First it copies as the instance's
 * user, whose links it follows. If that user may not write there, or is the server's own, it copies as the server's
 * user and follows no link. Any thread.
 */
final class GuardedCopy {
    private static final int LINK = 71;
    private static final int NO_FOLDER = 72;
    private static final int A_FOLDER = 73;
    private static final int EXCHANGED = 74;
    private static final int DENIED = 77;

    private static final Path ROOT = Path.of("/");

    private static final long LEAST_SECONDS = 60;
    /** The slowest rate that a copy may have: no disk in use is slower for long. */
    private static final long BYTES_A_SECOND = 1 << 20;

    private final SystemTools tools;
    private final String script;

    GuardedCopy(SystemTools tools) throws IOException {
        this.tools = tools;
        this.script = ShimScripts.words("place.sh");
    }

    /** The script's exit status, and the path that it printed. */
    private record Outcome(int status, String place) {}

    /**
     * Blocks for as long as the copy takes.
     *
     * @param reach how far the path of the file's folder can be trusted
     * @param file its path, for messages
     * @param lead the words before a command that runs as the account
     */
    void copy(Path source, FolderTrust.Reach reach, Path file, UserAccount account, List<String> lead)
            throws IOException {
        List<String> steps = new ArrayList<>(reach.rest());
        steps.add(file.getFileName().toString());
        String path = String.join("/", steps);
        // That user enters all folders without help: they must not stand in one that only the server could enter.
        Outcome outcome = account.isOther()
                ? run(
                        source,
                        ROOT,
                        Stream.concat(OutputRelay.words(tools, account).stream(), lead.stream())
                                .toList(),
                        List.of(
                                "follow",
                                "",
                                "",
                                ROOT.relativize(reach.at()).resolve(path).toString()))
                : new Outcome(DENIED, "");
        if (outcome.status() == DENIED) {
            List<String> owner = account.isOther() ? List.of(account.uid(), account.gid()) : List.of("", "");
            outcome = run(source, reach.at(), List.of(), List.of("guard", owner.get(0), owner.get(1), path));
        }
        if (outcome.status() != 0) {
            throw failed(outcome, file, Files.size(source));
        }
    }

    private Outcome run(Path source, Path from, List<String> asUser, List<String> arguments) throws IOException {
        List<String> words = new ArrayList<>(asUser);
        words.addAll(List.of(tools.sh().toString(), "-c", script, "sh"));
        words.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(from.toFile())
                .redirectInput(source.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        Process copy = tools.start(builder, "");
        try {
            if (!copy.waitFor(LEAST_SECONDS + Files.size(source) / BYTES_A_SECOND, TimeUnit.SECONDS)) {
                OutputRelay.end(copy);
                throw new IOException("resources: no copy could be made in time in " + from);
            }
        } catch (InterruptedException e) {
            OutputRelay.end(copy);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a resource was copied");
        }
        // It prints less than a pipe holds.
        return new Outcome(copy.exitValue(), OutputRelay.text(copy).strip());
    }

    private static IOException failed(Outcome outcome, Path file, long size) {
        String lead = "resources: " + file + " can't be written: ";
        return switch (outcome.status()) {
            case LINK ->
                new IOException(lead + outcome.place()
                        + " is a link, in a folder that another user can change; put a folder in its place, or name the file"
                        + " where the link leads");
            case NO_FOLDER -> new IOException(lead + outcome.place() + " is not a folder");
            case A_FOLDER -> new IOException(lead + "it is a folder");
            case EXCHANGED ->
                new IOException(lead + "another user exchanged a folder in " + outcome.place()
                        + " meanwhile; name a folder that only root can change");
            case DENIED -> new IOException(lead + "the server can't write to " + outcome.place());
            default ->
                FileFailure.writing(file, new IOException(lead + "no copy could be made in " + outcome.place()), size);
        };
    }
}
