package dev.launcho.core.admin;

import dev.launcho.core.disk.FileFailure;
import dev.launcho.core.event.ChangeAuthor;
import dev.launcho.core.event.ChangeResult;
import dev.launcho.core.event.Event;
import dev.launcho.core.event.ServerEvent;
import dev.launcho.core.event.UserAction;
import dev.launcho.core.intent.RequestRefused;
import dev.launcho.core.mailbox.ServerBusy;
import dev.launcho.core.mailbox.UnknownOutcome;
import dev.launcho.core.reconcile.ReconcilerControl;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** The caller of the reconciler: it turns failures into refusals and records the authors of requests. Thread-safe. */
record RequestGateway(ReconcilerControl control) {
    /** A call that may fail. */
    interface Asking<T> {
        T ask() throws IOException;
    }

    /** Makes a change. If its outcome is unknown, that is recorded, with the author. */
    ChangeResult change(ChangeAuthor author, UserAction what, Asking<ChangeResult> asking) throws RequestRefused {
        try {
            return ask(asking);
        } catch (RequestRefused e) {
            if (e.code() == RequestRefused.Code.UNKNOWN_OUTCOME) {
                audit(author, what, true);
            }
            throw e;
        }
    }

    <T> T ask(Asking<T> asking) throws RequestRefused {
        try {
            return asking.ask();
        } catch (RequestRefused e) {
            throw e;
        } catch (ServerBusy e) {
            throw new RequestRefused(
                    RequestRefused.Code.BUSY, e.getMessage() + " Nothing was changed, running processes continue");
        } catch (UnknownOutcome e) {
            throw new RequestRefused(
                    RequestRefused.Code.UNKNOWN_OUTCOME,
                    List.of(
                            e.getMessage() + " The change may still happen",
                            "ask `launcho history` and `launcho events` before you repeat the command"));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    static RequestRefused failed(IOException e) {
        return new RequestRefused(
                RequestRefused.Code.FAILED,
                "the server could not write or read its state: " + words(e)
                        + "; nothing was changed, running processes continue");
    }

    static String words(IOException e) {
        String words = FileFailure.words(e);
        if (e instanceof NoSuchFileException) {
            return words + "; put it back, and repeat the command";
        }
        return e instanceof AccessDeniedException
                ? words + "; let the server's user write there, and repeat the command"
                : words;
    }

    /** Records the author of a request, where it came from, and what it did. */
    void audit(ChangeAuthor author, UserAction what) {
        audit(author, what, false);
    }

    private void audit(ChangeAuthor author, UserAction what, boolean unknown) {
        control.tell(
                Event.Severity.INFO,
                "server",
                new ServerEvent.Acted(author.user(), author.from(), what, author.message(), unknown));
    }
}
