package dev.launcho.core.admin;

import dev.launcho.core.admin.Operations.Author;
import dev.launcho.core.admin.Operations.Change;
import dev.launcho.core.model.Event;
import dev.launcho.core.reconcile.Changed;
import dev.launcho.core.reconcile.Control;
import dev.launcho.core.reconcile.Denied;
import dev.launcho.core.reconcile.Unfit;
import dev.launcho.core.reconcile.Who;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Puts a request to the reconciler, turns what goes wrong into a refusal, and writes down who asked. Thread-safe. */
record Requests(Control control) {
    /** Something that may fail. */
    interface Asking<T> {
        T ask() throws IOException;
    }

    static Who who(Author author) {
        return new Who(author.user(), author.from(), author.message());
    }

    Change change(Asking<Changed> asking) throws Refused {
        Changed changed = ask(asking);
        return new Change(changed.revision(), changed.changed(), changed.notices(), changed.affected());
    }

    <T> T ask(Asking<T> asking) throws Refused {
        try {
            return asking.ask();
        } catch (Unfit e) {
            throw new Refused(Refused.Code.INVALID, e.lines());
        } catch (Denied e) {
            throw new Refused(e.known() ? Refused.Code.CONFLICT : Refused.Code.NOT_FOUND, e.lines());
        } catch (IOException e) {
            throw failed(e);
        }
    }

    static Refused failed(IOException e) {
        return new Refused(
                Refused.Code.FAILED,
                "the server could not write or read its state: " + words(e)
                        + "; nothing was changed, what runs goes on");
    }

    /** The system's own word for these two is only the file. */
    private static String words(IOException e) {
        if (e instanceof NoSuchFileException) {
            return e.getMessage() + ": no such file or folder; put it back, and give the command again";
        }
        return e instanceof AccessDeniedException
                ? e.getMessage() + ": permission denied; let the server's user write there, and give the command again"
                : String.valueOf(e.getMessage());
    }

    /** Who, from where, what. */
    void audit(Author author, String what) {
        String message = author.message().isEmpty() ? "" : ": " + author.message();
        control.tell(Event.Severity.INFO, "server", author.user() + " at " + author.from() + " " + what + message);
    }
}
