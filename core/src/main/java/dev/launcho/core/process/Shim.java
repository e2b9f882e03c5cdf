package dev.launcho.core.process;

import dev.launcho.core.disk.AtomicFiles;
import dev.launcho.core.failure.Exit;
import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.process.cgroup.InstanceGroup;
import dev.launcho.core.process.system.EnvironmentLoader;
import dev.launcho.core.process.system.ExecContext;
import dev.launcho.core.process.system.LaunchInput;
import dev.launcho.core.process.system.ShellText;
import dev.launcho.core.process.system.ShimScripts;
import dev.launcho.core.process.system.SoftLimits;
import dev.launcho.core.process.system.SystemTools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The small shell script that is the parent of each instance, and the files that it leaves. See {@code shim.sh}. */
public final class Shim {
    /** The exit status of a shim that lacks what the start takes. */
    private static final int UNABLE = 125;

    private static final Pattern LINE = Pattern.compile("([a-z]+) ([0-9]{1,3})");

    private final Path script;
    private final byte[] text;
    private final SystemTools tools;

    /** Writes the script below {@code dir}, from where every instance's shell reads it. */
    Shim(Path dir, SystemTools tools) throws IOException {
        this.tools = tools;
        script = dir.resolve("shim.sh");
        text = filledIn(tools).getBytes(StandardCharsets.UTF_8);
        // The script is written only if it has changed: a server must be able to start on a full disk.
        if (!Files.isRegularFile(script) || !Arrays.equals(Files.readAllBytes(script), text)) {
            // Running shells read their script as they go; they keep the old file open.
            AtomicFiles.write(script, text);
        }
    }

    private static String filledIn(SystemTools tools) throws IOException {
        List<String> loader = tools.loader().map(EnvironmentLoader::words).orElse(List.of("false"));
        return ShimScripts.text("shim.sh")
                .replace("@sh@", ShellText.quote(tools.sh().toString()))
                .replace("@cat@", ShellText.quote(tools.cat().toString()))
                .replace("@loader@", ShellText.quote(loader))
                .replace("@stage@", ShellText.quote(ShimScripts.stage()));
    }

    /**
     * The limits and groups of an instance.
     *
     * @param files argument of ulimit -n, in its unit; empty = as {@code soft} says
     * @param core argument of ulimit -c, in its unit; empty = as {@code soft} says
     * @param soft the limits that hold where {@code files} or {@code core} is empty
     * @param group the groups that the instance joins
     */
    record Confines(String files, String core, SoftLimits soft, InstanceGroup group) {
        static final Confines NONE = new Confines("", "", new SoftLimits("", "", ""), InstanceGroup.NONE);
    }

    /** Starts the shim, in a session of its own; it waits for {@link LaunchInput#go}. */
    Process start(LaunchInput input, ExecContext in, String mark, Confines confines, Path run, Path log)
            throws IOException {
        if (!Files.isRegularFile(script)) {
            // Somebody has removed the script under a running server.
            AtomicFiles.write(script, text);
        }
        List<String> command = new ArrayList<>(tools.signals());
        command.addAll(List.of(tools.setsid().toString(), tools.sh().toString(), script.toString(), run.toString()));
        SoftLimits soft = confines.soft();
        command.addAll(List.of(confines.files(), soft.files(), confines.core(), soft.core(), soft.dumpFilter()));
        command.addAll(List.of(
                "" + in.oomScore(),
                input.lengths(),
                input.hasBefore() ? "yes" : "no",
                confines.group().joins()));
        command.addAll(in.lead());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(in.start().toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return tools.start(builder, mark);
    }

    static Path started(Path run) {
        return run.resolveSibling(run.getFileName() + ".started");
    }

    static boolean hasExited(Path run) {
        return Files.exists(exit(run)) && line(run).isPresent();
    }

    /** Returns what the shim wrote at the end; empty until it has written the whole line. */
    private static Optional<String> line(Path run) {
        try {
            return Optional.of(Files.readString(exit(run)))
                    .filter(text -> text.endsWith("\n"))
                    .map(String::trim);
        } catch (IOException unwritten) {
            return Optional.empty();
        }
    }

    /** Leaves a file by which a later server distinguishes a requested end from an unrequested one. */
    static void asked(Path run) {
        try {
            Files.createFile(asking(run));
        } catch (IOException alreadyOrFull) {
            return; // Without the file, that server takes the end for an unrequested one.
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

    /**
     * Returns how the instance ended, as the shim wrote it. If the shim could not write (it was killed itself), the
     * status is {@code otherwise}. A shim that lacked something before the command, and could not write that either, had no
     * disk to write to.
     */
    static Exit exitOf(Path run, int otherwise) {
        Matcher line = LINE.matcher(line(run).orElse(""));
        if (line.matches()) {
            return written(line.group(1), Integer.parseInt(line.group(2)));
        }
        if (Files.exists(started(run))) {
            return Exit.of(Exit.Stage.COMMAND, otherwise);
        }
        return otherwise == UNABLE ? lacking(FailureKind.DISK_FULL) : Exit.of(Exit.Stage.BEFORE, otherwise);
    }

    private static Exit written(String stage, int status) {
        return switch (stage) {
            case "launch" -> Exit.notLaunched("it could not join its cgroups; were they removed?");
            case "fork" -> lacking(FailureKind.NO_PROCESS);
            case "disk" -> lacking(FailureKind.DISK_FULL);
            case "before" -> Exit.of(Exit.Stage.BEFORE, status);
            default -> Exit.of(Exit.Stage.COMMAND, status);
        };
    }

    private static Exit lacking(FailureKind what) {
        return Exit.notLaunched(what.words()).lacking(what);
    }

    static void clean(Path run) throws IOException {
        Files.deleteIfExists(started(run));
        Files.deleteIfExists(exit(run));
        Files.deleteIfExists(asking(run));
        // Of the shim of an earlier server.
        Files.deleteIfExists(run.resolveSibling(run.getFileName() + ".exit.tmp"));
    }
}
