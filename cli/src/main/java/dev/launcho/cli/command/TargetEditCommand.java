package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.render.Console;
import dev.launcho.cli.render.LineDiff;
import dev.launcho.core.admin.Operations.Change;
import dev.launcho.core.admin.Operations.TargetText;
import dev.launcho.core.admin.PlanView;
import dev.launcho.core.target.Modeline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code launcho target edit}. A text that is not valid comes back into the editor, with what is wrong above it. Whatever goes
 * wrong, the edited text is not lost: it stays in its file, which is named.
 */
@Command(
        name = "edit",
        description = "Edit the target in $VISUAL, $EDITOR or vi, then do as \"target set\" does.",
        footer = {"", "Example:", "  EDITOR=nano launcho target edit"})
final class TargetEditCommand implements Callable<Integer> {
    /** Of an editor that is a program: nobody is there to give up. */
    private static final int MOST_ROUNDS = 3;

    private final Session session;
    private final Console console;

    @Mixin
    private Message message = new Message();

    @Mixin
    private Waiting waiting = new Waiting();

    TargetEditCommand(Session session) {
        this.session = session;
        this.console = session.console();
    }

    @Override
    public Integer call() throws Failure, IOException {
        String why = message.text();
        AdminClient client = session.client();
        TargetText before = client.target();
        String shown = SchemaFile.withModeline(session, before.text());
        Path file = Files.createTempFile("launcho-target-", ".yaml"); // 0600
        Files.writeString(file, shown);
        boolean keep = true;
        try {
            Optional<Applied> applied = editUntilGood(client, before, shown, file, why);
            keep = false;
            if (applied.isEmpty()) {
                console.err().println("No changes.");
                return ExitCode.OK.number();
            }
            return new ChangeReport(session, client)
                    .report(applied.get().change(), applied.get().told(), waiting);
        } finally {
            if (keep) {
                Files.writeString(file, EditedText.without(Files.readString(file)));
                console.err().println("your text is in " + file + ": launcho target set " + file);
            } else {
                Files.deleteIfExists(file);
            }
        }
    }

    /** @param told whether what is affected has been printed */
    private record Applied(Change change, boolean told) {}

    private Optional<Applied> editUntilGood(AdminClient client, TargetText before, String shown, Path file, String why)
            throws Failure, IOException {
        Editor editor = new Editor(session);
        String refused = "";
        for (int round = 1; ; round++) {
            editor.edit(file);
            byte[] bytes = EditedText.without(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8);
            String text = new String(bytes, StandardCharsets.UTF_8);
            if (text.equals(shown)) {
                return Optional.empty();
            }
            if (text.isBlank()) {
                throw new Failure(
                        ExitCode.FAILED, "the text is empty, nothing sent", "to run nothing, write processes: []");
            }
            boolean endless = round > MOST_ROUNDS && !console.isTerminal(Console.Stream.IN);
            if (text.equals(refused) || endless) {
                throw new Failure(ExitCode.INVALID, "the target is still not valid, nothing sent");
            }
            refused = text;
            List<String> problems = TargetCheck.problems(file.toString(), bytes);
            if (problems.isEmpty()) {
                Optional<Applied> applied = send(client, before, file, text, why);
                if (applied.isPresent()) {
                    return applied;
                }
            } else {
                problems.forEach(console.err()::println);
                Files.writeString(file, EditedText.withProblems(file.toString(), text));
            }
        }
    }

    /** @return empty if the server refuses the text: what it says is in the file then */
    private Optional<Applied> send(AdminClient client, TargetText before, Path file, String text, String why)
            throws Failure, IOException {
        boolean ours = !SchemaFile.withModeline(session, before.text()).equals(before.text());
        byte[] bytes = (ours ? Modeline.without(text) : text).getBytes(StandardCharsets.UTF_8);
        try {
            PlanView plan = client.planTarget("target", bytes);
            if (plan.revision() == before.revision()) {
                new PlanReport(session, client).print(plan);
            }
            boolean told = !plan.processes().isEmpty() || !plan.services().isEmpty();
            return Optional.of(new Applied(client.setTarget("target", bytes, before.revision(), why), told));
        } catch (Failure e) {
            if (e.exit() == ExitCode.CONFLICT) {
                throw overtaken(client, before, e);
            }
            if (e.exit() != ExitCode.INVALID) {
                throw e;
            }
            console.error(e.lines());
            Files.writeString(file, EditedText.with(e.lines(), text));
            return Optional.empty();
        }
    }

    /** Shows what the other one did since the editor was opened. */
    private Failure overtaken(AdminClient client, TargetText before, Failure conflict) throws Failure {
        TargetText now = client.target();
        console.err().println("what changed meanwhile, revision " + before.revision() + " → " + now.revision() + ":");
        LineDiff.of(before.text(), now.text()).forEach(line -> console.err().println("  " + line));
        return new Failure(ExitCode.CONFLICT, conflict.lines());
    }
}
