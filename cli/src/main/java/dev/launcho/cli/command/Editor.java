package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import java.io.IOException;
import java.nio.file.Path;

/** The user's own editor on the user's own terminal. */
final class Editor {
    private final String command;

    /** {@code VISUAL}, else {@code EDITOR}, else {@code vi}; may have arguments, as {@code code --wait}. */
    Editor(Session session) {
        String visual = session.environment("VISUAL");
        String editor = visual.isEmpty() ? session.environment("EDITOR") : visual;
        this.command = editor.isEmpty() ? "vi" : editor;
    }

    /** Returns when the editor is closed. */
    void edit(Path file) throws Failure {
        try {
            int status = new ProcessBuilder("sh", "-c", command + " \"$1\"", "sh", file.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new Failure(
                        ExitCode.FAILED,
                        "the editor \"" + command + "\" ended with status " + status + ", nothing sent",
                        "set VISUAL or EDITOR to the one that you like");
            }
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "can't run the editor: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.INTERRUPTED, "interrupted, nothing sent");
        }
    }
}
