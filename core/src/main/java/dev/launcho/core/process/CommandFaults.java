package dev.launcho.core.process;

import dev.launcho.core.failure.CommandFault;
import dev.launcho.core.failure.Exit;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.process.command.CommandInspection;
import dev.launcho.core.process.command.UserEyes;
import dev.launcho.core.process.system.ExecContext;
import dev.launcho.core.process.system.PrivilegedPrograms;
import dev.launcho.core.process.system.SystemTools;
import dev.launcho.core.process.system.TreeIdentity;
import dev.launcho.core.process.system.UserAccount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A search for what keeps commands from running: a fault of their file, or privileges that they do not get. Blocks; any thread. */
final class CommandFaults {
    private final SystemTools tools;
    private final CommandInspection.Eyes eyes;
    private final PrivilegedPrograms privileged = new PrivilegedPrograms();

    CommandFaults(SystemTools tools) {
        this.tools = tools;
        this.eyes = new UserEyes(tools);
    }

    /** Returns the fault of a command's file; empty if it has none, or if it can't be inspected. */
    Optional<CommandFault> find(ExecContext in, List<String> command) {
        return look(in, inspection -> inspection.of(command));
    }

    /** A question about files; empty is the answer "no fault". */
    private interface Question {
        Optional<CommandFault> ask(CommandInspection inspection) throws IOException, InterruptedException;
    }

    private Optional<CommandFault> look(ExecContext in, Question question) {
        if (in.equals(ExecContext.NONE)) {
            return Optional.empty();
        }
        try {
            return question.ask(new CommandInspection(eyes, in));
        } catch (IOException | RuntimeException unknown) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Adds the fault of a file to an exit, if that fault may have caused it. */
    Exit explain(LocalInstance r, Exit exit) {
        ExecContext in = r.surroundings;
        if (r.cancelled || in.equals(ExecContext.NONE)) {
            return exit;
        }
        Optional<CommandFault> fault = switch (exit.stage()) {
            case LAUNCH -> Optional.empty();
            case BEFORE ->
                inScript(in, exit, StartedPrograms.ofScript(r.launch.spec().before()));
            case COMMAND -> ofCommand(in, exit, r.launch.spec().command());
        };
        return fault.or(() -> refused(r, exit)).map(exit::faulty).orElse(exit);
    }

    private Optional<CommandFault> ofCommand(ExecContext in, Exit exit, List<String> command) {
        if (!CommandInspection.isWorthIt(exit.status(), command, in.cwd())) {
            return Optional.empty();
        }
        return find(in, command)
                .or(() -> inScript(in, exit, StartedPrograms.inScriptOf(command)))
                .or(() -> exit.status() == Exit.CANNOT_EXECUTE
                        ? look(in, inspection -> inspection.beingWritten(command.get(0)))
                        : Optional.empty());
    }

    /** Returns the fault of a program that a script names, if the script ended like a shell that could not start one. */
    private Optional<CommandFault> inScript(ExecContext in, Exit exit, List<String> words) {
        boolean unstarted = exit.status() == Exit.CANNOT_EXECUTE || exit.status() == Exit.COMMAND_NOT_FOUND;
        return unstarted ? look(in, inspection -> inspection.ofScript(words)) : Optional.empty();
    }

    /** Returns the program that may have failed for lack of {@code allow_new_privileges}; empty unless the instance failed by itself. */
    private Optional<CommandFault> refused(LocalInstance r, Exit exit) {
        return exit.status() <= 0 || exit.status() >= CommandInspection.CANNOT_EXECUTE
                ? Optional.empty()
                : powerless(r.launch.spec())
                        .map(program -> new CommandFault(CommandFault.Kind.NO_PRIVILEGES, program.toString(), ""));
    }

    /** Returns a program that this process starts and that needs privileges which it does not get; empty if there is none. */
    Optional<Path> powerless(ProcessSpec spec) {
        boolean root = spec.uid().isEmpty()
                ? UserAccount.own() == TreeIdentity.ROOT
                : spec.uid().equals("0") || spec.uid().equals("root");
        return root
                        || spec.confinement().allowNewPrivileges()
                        || tools.refusing().isEmpty()
                ? Optional.empty()
                : privileged.first(StartedPrograms.of(spec));
    }
}
