package dev.launcho.cli.line;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.core.disk.FileFailure;
import java.io.IOException;
import java.nio.file.Path;

/** The user's own editor on the user's own terminal. */
public final class TextEditor {
    private final String command;
    private final UserLocale locale;

    /** Takes {@code VISUAL}, else {@code EDITOR}, else {@code vi}; these may have arguments, as {@code code --wait}. */
    public TextEditor(CommandContext session) {
        String visual = session.environment("VISUAL");
        String editor = visual.isEmpty() ? session.environment("EDITOR") : visual;
        this.command = editor.isEmpty() ? "vi" : editor;
        this.locale = new UserLocale(session);
    }

    /** Opens a file, and returns when the editor is closed. */
    public void edit(Path file) throws Failure {
        try {
            ProcessBuilder editor = new ProcessBuilder("sh", "-c", command + " \"$1\"", "sh", file.toString());
            locale.applyTo(editor);
            int status = editor.inheritIO().start().waitFor();
            if (status != 0) {
                throw new Failure(
                        ExitCode.FAILED,
                        "the editor \"" + command + "\" ended with status " + status + ", nothing sent",
                        "set VISUAL or EDITOR to another editor");
            }
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "can't run the editor: " + FileFailure.words(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.INTERRUPTED, "interrupted, nothing sent");
        }
    }
}
