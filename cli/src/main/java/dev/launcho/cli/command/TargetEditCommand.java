package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.render.Console;
import dev.launcho.core.admin.Operations.Change;
import dev.launcho.core.admin.Operations.TargetText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code launcho target edit}. Whatever goes wrong, the edited text is not lost: it stays in its file, which is named. */
@Command(
        name = "edit",
        description = "Edit the target in $VISUAL, $EDITOR or vi, then do as \"target set\" does.",
        footer = {"", "Example:", "  EDITOR=nano launcho target edit"})
final class TargetEditCommand implements Callable<Integer> {
    private final Session session;
    private final Console console;

    @Mixin
    private Waiting waiting = new Waiting();

    TargetEditCommand(Session session) {
        this.session = session;
        this.console = session.console();
    }

    @Override
    public Integer call() throws Failure, IOException {
        AdminClient client = session.client();
        TargetText before = client.target();
        Path file = Files.createTempFile("launcho-target-", ".yaml"); // 0600
        Files.writeString(file, before.text());
        boolean keep = true;
        try {
            Change change = editUntilGood(client, before, file);
            keep = false;
            console.err().println("server: " + client.server());
            return new ChangeReport(session, client).report(change, waiting);
        } catch (Unchanged e) {
            keep = false;
            console.err().println("No changes.");
            return ExitCode.OK.number();
        } finally {
            if (keep) {
                console.err().println("your text is in " + file + ": launcho target set " + file);
            } else {
                Files.deleteIfExists(file);
            }
        }
    }

    private Change editUntilGood(AdminClient client, TargetText before, Path file)
            throws Failure, Unchanged, IOException {
        Editor editor = new Editor(session);
        while (true) {
            editor.edit(file);
            byte[] text = Files.readAllBytes(file);
            if (new String(text, StandardCharsets.UTF_8).equals(before.text())) {
                throw new Unchanged();
            }
            List<String> problems = TargetCheck.problems(file.toString(), text);
            if (problems.isEmpty()) {
                long now = client.target().revision();
                if (now != before.revision()) {
                    throw new Failure(
                            ExitCode.CONFLICT,
                            "the target was changed by somebody else meanwhile: revision " + before.revision()
                                    + " is now " + now,
                            "compare with launcho target get before you set yours");
                }
                return client.setTarget("target", text, before.revision(), "");
            }
            problems.forEach(console.err()::println);
            if (!again()) {
                throw new Failure(ExitCode.INVALID, "the target is not valid, nothing sent");
            }
        }
    }

    /** Whether a person wants to go on editing. */
    private boolean again() throws IOException {
        if (!console.isTerminal(Console.Stream.IN)) {
            return false;
        }
        console.err().print("Enter edits again, q stops: ");
        console.err().flush();
        StringBuilder answer = new StringBuilder();
        for (int c = console.in().read(); c != '\n'; c = console.in().read()) {
            if (c < 0) {
                return false;
            }
            answer.append((char) c);
        }
        return !answer.toString().strip().equalsIgnoreCase("q");
    }

    /** The user closed the editor without a change. */
    private static final class Unchanged extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
