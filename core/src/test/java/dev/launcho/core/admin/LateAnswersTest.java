package dev.launcho.core.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.event.Event;
import dev.launcho.core.event.UserAction;
import dev.launcho.core.intent.RequestRefused;
import dev.launcho.core.mailbox.ServerBusy;
import dev.launcho.core.mailbox.UnknownOutcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is said of a change that was not answered in time. */
class LateAnswersTest extends AdminOperationsFixture {
    private static final UserAction SET_URL = UserAction.of(UserAction.Operation.SECRET_SET, "URL");
    private static final Duration LONG = Duration.ofSeconds(55);

    private RequestGateway requests() {
        return new RequestGateway(server.control);
    }

    @Test
    void changed_takenBack_saysThatNothingWasChanged() {
        RequestRefused refused = refused(
                RequestRefused.Code.BUSY,
                () -> requests().change(ANA, SET_URL, () -> {
                    throw new ServerBusy(LONG);
                }));

        assertThat(refused.lines().get(0))
                .contains("did not start the request in 55 s")
                .contains("Nothing was changed");
        assertThat(operations.events(0, 100)).isEmpty();
    }

    @Test
    void changed_begunAndNotEnded_saysThatItMayStillHappenAndIsWrittenDown() {
        RequestRefused refused = refused(
                RequestRefused.Code.UNKNOWN_OUTCOME,
                () -> requests().change(ANA, SET_URL, () -> {
                    throw new UnknownOutcome(LONG);
                }));

        assertThat(refused.getMessage())
                .contains("The change may still happen", "launcho history")
                .doesNotContain("othing was changed");
        assertThat(operations.events(0, 100))
                .extracting(Event::message)
                .containsExactly(
                        "ana@laptop at 127.0.0.1 set secret URL: not answered in time, it may still take effect");
    }
}
