package dev.launcho.core.process.command;

import dev.launcho.core.failure.CommandFault;
import dev.launcho.core.failure.CommandFault.Kind;
import dev.launcho.core.process.kernel.FileWriters;
import dev.launcho.core.process.kernel.MountTable;
import dev.launcho.core.process.system.ElfHeader;
import dev.launcho.core.process.system.ExecContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out why a command could not be executed. Looks it up as execvp(3) does, with the instance's PATH, from its
 * directory and as its user, and reads the first bytes of the file. Blocks, for milliseconds.
 */
public final class CommandInspection {
    /** Exit statuses of a shell that can't execute a command, or that has read a file which is no script. */
    private static final Set<Integer> STATUSES = Set.of(2, 126, 127);

    /** Faults of a file that is a program once they are mended. */
    private static final Set<Kind> SCRIPTS = EnumSet.of(Kind.NO_FIRST_LINE, Kind.BYTE_ORDER_MARK);

    /** Faults of which a word of a script is innocent: it may be a builtin, a pattern or an argument. */
    private static final Set<Kind> GUESSED = EnumSet.of(Kind.NOT_IN_PATH, Kind.NO_FILE, Kind.NO_PLAIN_FILE, Kind.EMPTY);

    /** Faults of a file that is there and that its user may execute. */
    private static final Set<Kind> OF_CONTENTS = EnumSet.complementOf(EnumSet.of(
            Kind.NOT_IN_PATH,
            Kind.NO_FILE,
            Kind.BROKEN_LINK,
            Kind.NO_PLAIN_FILE,
            Kind.CLOSED_FOLDER,
            Kind.NOT_EXECUTABLE,
            Kind.NOEXEC_MOUNT));

    /** Faults of a file that is executed, and no faults of one that a shell reads. */
    private static final Set<Kind> OF_EXECUTION = EnumSet.of(Kind.EMPTY, Kind.LONG_FIRST_LINE, Kind.BYTE_ORDER_MARK);

    public static final int CANNOT_EXECUTE = 126;

    /** Scripts in a row that the kernel follows, each the interpreter of the one before. */
    private static final int DEEPEST = 5;

    private final Eyes eyes;
    private final ExecContext in;
    private final String processor;
    private final BinfmtTable others;

    /** Looks at a path as an instance's user. */
    public interface Eyes {
        FileLook at(ExecContext in, String path) throws IOException, InterruptedException;
    }

    public CommandInspection(Eyes eyes, ExecContext in) {
        this(eyes, in, ElfHeader.ofThisMachine(), BinfmtTable.read(BinfmtTable.KERNELS));
    }

    CommandInspection(Eyes eyes, ExecContext in, String processor, BinfmtTable others) {
        this.eyes = eyes;
        this.in = in;
        this.processor = processor;
        this.others = others;
    }

    /** Returns whether the command's file may have caused this exit. An empty file counts: it is a script that does nothing. */
    public static boolean isWorthIt(int status, List<String> command, Path cwd) {
        return STATUSES.contains(status) || status == 0 && isEmpty(command.get(0), cwd);
    }

    private static boolean isEmpty(String program, Path cwd) {
        try {
            Path file = cwd.resolve(program);
            return program.contains("/") && Files.isRegularFile(file) && Files.size(file) == 0;
        } catch (IOException | RuntimeException unknown) {
            return false;
        }
    }

    /** Inspects a command; empty if nothing is wrong with its file, so that the command itself has ended that way. */
    public Optional<CommandFault> of(List<String> command) throws IOException, InterruptedException {
        String program = command.get(0);
        Optional<CommandFault> own = program.contains("/") ? at(program, 0) : inPath(program);
        Optional<String> script = ScriptInterpreters.scriptOf(command);
        return own.isPresent() || script.isEmpty() ? own : readBy(ScriptInterpreters.name(program), script.get());
    }

    /**
     * Inspects the programs that a script may have failed to start; empty if nothing is wrong with their files.
     *
     * @param words that may be programs: those without a slash are left out
     */
    public Optional<CommandFault> ofScript(List<String> words) throws IOException, InterruptedException {
        for (String word : words) {
            Optional<CommandFault> fault = word.contains("/") && !word.matches(".*[$*?\\[\\\\~<>].*")
                    ? at(word, 0).filter(f -> !GUESSED.contains(f.kind()))
                    : Optional.empty();
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    /** Inspects a file that an interpreter reads. It needs no permission to execute. */
    private Optional<CommandFault> readBy(String reader, String file) throws IOException, InterruptedException {
        boolean shell = ScriptInterpreters.isShell(reader);
        FileLook look = eyes.at(in, file);
        if (!look.is("file")) {
            // A shell may find it in PATH, and Python runs folders.
            return place(file, look).filter(f -> shell ? file.contains("/") : f.kind() != Kind.NO_PLAIN_FILE);
        }
        if (!look.is("readable")) {
            return Optional.of(new CommandFault(Kind.NOT_READABLE, file, mode(look)));
        }
        return shell
                ? FileFormat.fault(file, look.head(), processor)
                        .filter(f -> !OF_EXECUTION.contains(f.kind()))
                        .or(() -> FileFormat.carriageReturns(file, look.head(), reader))
                : Optional.empty();
    }

    private Optional<CommandFault> inPath(String program) throws IOException, InterruptedException {
        Optional<CommandFault> first = Optional.empty();
        for (String folder : in.environment().getOrDefault("PATH", "").split(":", -1)) {
            String file = folder.isEmpty() ? "./" + program : folder + "/" + program;
            // Most folders have no such file and need no look. A folder that the server may not enter needs one.
            if (Files.notExists(in.cwd().resolve(file))) {
                continue;
            }
            FileLook look = eyes.at(in, file);
            if (look.is("file") && look.is("executable")) {
                return at(file, look, 0);
            }
            if (first.isEmpty() && (look.is("file") || Files.exists(in.cwd().resolve(file)))) {
                first = at(file, look, 0).filter(f -> look.is("file") || f.kind() == Kind.CLOSED_FOLDER);
            }
        }
        if (first.isPresent()) {
            return first;
        }
        boolean here = Files.isRegularFile(in.cwd().resolve(program));
        return Optional.of(new CommandFault(Kind.NOT_IN_PATH, program, here ? "./" + program : ""));
    }

    private Optional<CommandFault> at(String file, int depth) throws IOException, InterruptedException {
        return at(file, eyes.at(in, file), depth);
    }

    private Optional<CommandFault> at(String file, FileLook look, int depth) throws IOException, InterruptedException {
        Optional<CommandFault> place = place(file, look);
        if (place.isPresent() || look.is("folder") || !look.is("readable")) {
            return place;
        }
        Optional<CommandFault> mode = look.is("executable") ? Optional.empty() : Optional.of(notExecutable(file, look));
        if (mode.isEmpty() && others.has(file, look.head())) {
            return Optional.empty();
        }
        Optional<CommandFault> format = FileFormat.fault(file, look.head(), processor);
        // The mode of a file that is no program does not matter.
        if (format.isPresent()
                && (mode.isEmpty() || !SCRIPTS.contains(format.get().kind()))) {
            return format;
        }
        if (mode.isPresent()) {
            return mode;
        }
        Optional<String> loader =
                ElfHeader.of(look.head()).map(ElfHeader::loader).filter(l -> !l.isEmpty());
        if (loader.isPresent()) {
            return eyes.at(in, loader.get()).is("there")
                    ? Optional.empty()
                    : Optional.of(new CommandFault(Kind.NO_LOADER, file, loader.get()));
        }
        Optional<ShebangLine> line = ShebangLine.of(look.head());
        return line.isPresent()
                ? interpreter(file, line.get(), depth)
                : FileFormat.carriageReturns(file, look.head(), "sh");
    }

    /** Returns the fault of a command whose file a process writes at this moment; empty if none does. */
    public Optional<CommandFault> beingWritten(String program) throws IOException, InterruptedException {
        List<String> files = new ArrayList<>();
        if (program.contains("/")) {
            files.add(program);
        } else {
            for (String folder : in.environment().getOrDefault("PATH", "").split(":", -1)) {
                files.add((folder.isEmpty() ? "." : folder) + "/" + program);
            }
        }
        for (String file : files) {
            FileLook look = Files.notExists(in.cwd().resolve(file)) ? FileLook.NONE : eyes.at(in, file);
            if (look.is("file") && look.is("executable")) {
                return FileWriters.of(Path.of(look.real())).map(who -> new CommandFault(Kind.BEING_WRITTEN, file, who));
            }
        }
        return Optional.empty();
    }

    private Optional<CommandFault> place(String file, FileLook look) throws IOException, InterruptedException {
        if (look.is("file")) {
            return look.is("readable") || look.is("executable")
                    ? Optional.empty()
                    : Optional.of(notExecutable(file, look));
        }
        if (look.is("there")) {
            return Optional.of(new CommandFault(Kind.NO_PLAIN_FILE, file, look.is("folder") ? "folder" : ""));
        }
        Optional<String> closed = look.closed().isPresent() ? look.closed() : closedBehindLinks(file);
        if (closed.isPresent()) {
            return closed.map(folder -> new CommandFault(Kind.CLOSED_FOLDER, file, folder));
        }
        return Optional.of(look.link()
                .map(to -> new CommandFault(Kind.BROKEN_LINK, file, to))
                .orElseGet(() -> new CommandFault(Kind.NO_FILE, file, "")));
    }

    /** Returns the folder that the user may not enter, to which links lead; empty if the server does not find the file either. */
    private Optional<String> closedBehindLinks(String file) throws IOException, InterruptedException {
        List<Path> ways = new ArrayList<>();
        try {
            Path named = in.cwd().resolve(file);
            Path real = named.toRealPath();
            Path path = named.resolveSibling(".").toRealPath().resolve(named.getFileName());
            while (Files.isSymbolicLink(path)) {
                path = path.resolveSibling(Files.readSymbolicLink(path));
                ways.add(path);
            }
            ways.add(real);
        } catch (IOException | RuntimeException none) {
            return Optional.empty();
        }
        for (Path way : ways) {
            Optional<String> closed = eyes.at(in, way.toString()).closed();
            if (closed.isPresent()) {
                return closed;
            }
        }
        return Optional.empty();
    }

    private static CommandFault notExecutable(String file, FileLook look) {
        Optional<String> mount = MountTable.noexec(look.real());
        if (mount.isPresent()) {
            return new CommandFault(Kind.NOEXEC_MOUNT, file, mount.get());
        }
        return new CommandFault(Kind.NOT_EXECUTABLE, file, mode(look));
    }

    private static String mode(FileLook look) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(look.real())));
        } catch (IOException | RuntimeException unknown) {
            return "";
        }
    }

    private Optional<CommandFault> interpreter(String file, ShebangLine line, int depth)
            throws IOException, InterruptedException {
        Optional<CommandFault> spoilt = line.carriageReturn(file);
        if (spoilt.isPresent()) {
            return spoilt;
        }
        if (depth >= DEEPEST) {
            return Optional.of(new CommandFault(Kind.NO_INTERPRETER, file, line.interpreter()));
        }
        Optional<CommandFault> fault = at(line.interpreter(), depth + 1);
        if (fault.isPresent()) {
            return fault.map(f -> ofInterpreter(file, line.interpreter(), f));
        }
        Optional<String> program = line.programOfEnv();
        if (program.isEmpty()) {
            return Optional.empty();
        }
        return program.get().contains("/")
                ? at(program.get(), depth + 1).map(f -> ofInterpreter(file, program.get(), f))
                : inPath(program.get()).map(f -> new CommandFault(Kind.NO_PROGRAM_OF_ENV, file, program.get()));
    }

    /** Returns the fault of a script for its interpreter's: an interpreter that is there is at fault itself. */
    private static CommandFault ofInterpreter(String file, String interpreter, CommandFault its) {
        return OF_CONTENTS.contains(its.kind()) ? its : new CommandFault(Kind.NO_INTERPRETER, file, interpreter);
    }
}
