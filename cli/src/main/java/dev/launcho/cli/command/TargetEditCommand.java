package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.line.ChangeReport;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.EditedText;
import dev.launcho.cli.line.MessageOption;
import dev.launcho.cli.line.PlanReport;
import dev.launcho.cli.line.SchemaFile;
import dev.launcho.cli.line.TargetCheck;
import dev.launcho.cli.line.TextEditor;
import dev.launcho.cli.line.WaitOption;
import dev.launcho.cli.render.Console;
import dev.launcho.cli.render.LineDiff;
import dev.launcho.core.admin.AdminOperations.TargetText;
import dev.launcho.core.event.ChangeResult;
import dev.launcho.core.intent.ChangePreview;
import dev.launcho.core.spec.key.EditorModeline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code launcho target edit}. An invalid text comes back into the editor, with its problems above it. After any
 * failure the edited text stays in its file, which is named.
 */
@Command(
        name = "edit",
        description = "Edit the target in $VISUAL, $EDITOR or vi, then do as \"target set\" does.",
        footer = {"", "Example:", "  EDITOR=nano launcho target edit"})
final class TargetEditCommand implements Callable<Integer> {
    /** The most rounds with an editor that is a program: no person is there to give up. */
    private static final int MOST_ROUNDS = 3;

    private final CommandContext session;
    private final Console console;

    @Mixin
    private MessageOption message = new MessageOption();

    @Mixin
    private WaitOption waiting = new WaitOption();

    TargetEditCommand(CommandContext session) {
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
                Files.write(file, EditedText.without(Files.readAllBytes(file)));
                console.err().println("your text is in " + file + ": launcho target set " + file);
            } else {
                Files.deleteIfExists(file);
            }
        }
    }

    /** @param told whether the affected processes and services have been printed */
    private record Applied(ChangeResult change, boolean told) {}

    private Optional<Applied> editUntilGood(AdminClient client, TargetText before, String shown, Path file, String why)
            throws Failure, IOException {
        TextEditor editor = new TextEditor(session);
        byte[] refused = {};
        for (int round = 1; ; round++) {
            editor.edit(file);
            byte[] bytes = EditedText.without(Files.readAllBytes(file));
            String text = new String(bytes, StandardCharsets.UTF_8); // What is not UTF-8 is found below.
            if (text.equals(shown)) {
                return Optional.empty();
            }
            if (text.isBlank()) {
                throw new Failure(
                        ExitCode.FAILED, "the text is empty, nothing sent", "to run nothing, write processes: []");
            }
            boolean endless = round > MOST_ROUNDS && !console.isTerminal(Console.Stream.IN);
            if (Arrays.equals(bytes, refused) || endless) {
                throw new Failure(ExitCode.INVALID, "the target is still not valid, nothing sent");
            }
            refused = bytes;
            List<String> problems = TargetCheck.problems(file.toString(), bytes);
            if (problems.isEmpty()) {
                Optional<Applied> applied = send(client, before, file, text, why);
                if (applied.isPresent()) {
                    return applied;
                }
            } else {
                problems.forEach(console.err()::println);
                boolean isText = Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8));
                Files.write(
                        file,
                        isText
                                ? EditedText.withProblems(file.toString(), text).getBytes(StandardCharsets.UTF_8)
                                : EditedText.with(problems, bytes));
            }
        }
    }

    /** @return empty if the server refuses the text; its reasons are then in the file */
    private Optional<Applied> send(AdminClient client, TargetText before, Path file, String text, String why)
            throws Failure, IOException {
        boolean ours = !SchemaFile.withModeline(session, before.text()).equals(before.text());
        byte[] bytes = (ours ? EditorModeline.without(text) : text).getBytes(StandardCharsets.UTF_8);
        try {
            ChangePreview plan = client.planTarget("target", bytes);
            if (plan.revision() == before.revision()) {
                new PlanReport(session, client).print(plan);
            }
            boolean told = !plan.changes().isEmpty();
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

    /** Shows what others have changed since the editor was opened. */
    private Failure overtaken(AdminClient client, TargetText before, Failure conflict) throws Failure {
        TargetText now = client.target();
        console.err().println("what changed meanwhile, revision " + before.revision() + " → " + now.revision() + ":");
        LineDiff.of(before.text(), now.text()).forEach(line -> console.note("  " + line));
        return new Failure(ExitCode.CONFLICT, conflict.lines());
    }
}
