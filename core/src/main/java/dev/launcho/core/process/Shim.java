package dev.launcho.core.process;

import dev.launcho.core.disk.AtomicFiles;
import dev.launcho.core.model.Exit;
import dev.launcho.core.model.ProcessSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The small shell script that is the parent of each instance, and the files that it leaves. See {@code shim.sh}. */
final class Shim {
    private final Path script;
    private final byte[] text;

    /** Writes the script below {@code dir}, where every instance's shell reads it from. */
    Shim(Path dir) throws IOException {
        script = dir.resolve("shim.sh");
        try (InputStream in = Shim.class.getResourceAsStream("shim.sh")) {
            if (in == null) {
                throw new UncheckedIOException(new IOException("shim.sh is missing from the jar"));
            }
            text = in.readAllBytes();
        }
        // Written only where it has changed: a server has to start though the disk is full.
        if (!Files.isRegularFile(script) || !Arrays.equals(Files.readAllBytes(script), text)) {
            // Running shells read their script as they go: they keep the file that they have open.
            AtomicFiles.write(script, text);
        }
    }

    /**
     * What an instance is held in.
     *
     * @param files for ulimit -n, in its unit; empty = as the server has it
     * @param core for ulimit -c, likewise
     * @param group that it joins
     */
    record Confines(String files, String core, InstanceGroup group) {
        static final Confines NONE = new Confines("", "", InstanceGroup.NONE);
    }

    /** Starts the shim, in a session of its own; it waits for {@link #go}. */
    Process start(
            ProcessSpec spec,
            Account account,
            Map<String, String> environment,
            Confines confines,
            Path run,
            Path cwd,
            Path log)
            throws IOException {
        if (!Files.isRegularFile(script)) {
            // Somebody has tidied up under a running server.
            AtomicFiles.write(script, text);
        }
        List<String> command = new ArrayList<>(List.of("setsid", "sh", script.toString(), run.toString()));
        command.addAll(List.of(account.uid(), account.gid(), account.groups()));
        command.addAll(
                List.of(confines.files(), confines.core(), confines.group().joins(), spec.before()));
        command.addAll(spec.command());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(cwd.toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    static void go(Process shim) throws IOException {
        try (OutputStream stdin = shim.getOutputStream()) {
            stdin.write("go\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    static Path started(Path run) {
        return run.resolveSibling(run.getFileName() + ".started");
    }

    static boolean hasExited(Path run) {
        return Files.exists(exit(run));
    }

    /** So that a later server can tell an end that was asked for from one that was not. */
    static void asked(Path run) {
        try {
            Files.createFile(asking(run));
        } catch (IOException alreadyOrFull) {
            return; // Without it that server takes the end for one of its own accord.
        }
    }

    static boolean isAsked(Path run) {
        return Files.exists(asking(run));
    }

    private static Path asking(Path run) {
        return run.resolveSibling(run.getFileName() + ".asked");
    }

    private static Path exit(Path run) {
        return run.resolveSibling(run.getFileName() + ".exit");
    }

    /** How the instance ended, as the shim wrote it; where it could not (it was killed itself), {@code otherwise}. */
    static Exit exitOf(Path run, int otherwise) {
        try {
            String[] words = Files.readString(exit(run)).trim().split(" ");
            if (words[0].equals("launch")) {
                return Exit.notLaunched("it could not join its cgroups; were they removed?");
            }
            Exit.Stage stage = words[0].equals("before") ? Exit.Stage.BEFORE : Exit.Stage.COMMAND;
            return Exit.of(stage, Integer.parseInt(words[1]));
        } catch (IOException | RuntimeException unwritten) {
            return Exit.of(Files.exists(started(run)) ? Exit.Stage.COMMAND : Exit.Stage.BEFORE, otherwise);
        }
    }

    static void clean(Path run) throws IOException {
        Files.deleteIfExists(started(run));
        Files.deleteIfExists(exit(run));
        Files.deleteIfExists(asking(run));
        Files.deleteIfExists(run.resolveSibling(run.getFileName() + ".exit.tmp"));
    }
}
