package dev.launcho.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.failure.ProbeFinding;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProbeQuestion;
import dev.launcho.core.model.ProbeResult;
import org.junit.jupiter.api.Test;

class ListenerCheckTest {
    private static final String HERE = "127.0.0.1";
    private static final ProbeQuestion QUESTION = ProbeQuestion.http("/health", HERE, 7000);

    private final FakeWitness witness = new FakeWitness();
    private final ListenerCheck check =
            new ListenerCheck(witness, new InstanceId("calm-otter-1"), Prober.Port.of(7000));

    private static ProbeAnswer answer(int status) {
        return new ProbeAnswer(status < 300, new ProbeResult(QUESTION, new ProbeFinding.Answered(status, "")), HERE);
    }

    /** The instance may have died while it answered: its listener is gone, and nobody else has come. */
    @Test
    void confirm_badAnswerOfWhoListensNoMore_isThatAnswer() {
        witness.stranger = "a process that does not listen any more";
        witness.strangerIsGone = true;

        assertThat(check.confirm(answer(503))).isEqualTo(answer(503));
    }

    @Test
    void confirm_goodAnswerOfWhoListensNoMore_isNoGoodAnswerButNoStrangerForClients() {
        witness.stranger = "a process that does not listen any more";
        witness.strangerIsGone = true;
        ProbeAnswer confirmed = check.confirm(answer(200));

        assertThat(confirmed.healthy()).isFalse();
        assertThat(confirmed.result().isStrangerAt(HERE)).isFalse();
        assertThat(check.strangerNow(HERE).orElseThrow().result().isStrangerAt(HERE))
                .isFalse();
    }

    @Test
    void confirm_answerOfWhoListens_isAStrangers() {
        witness.stranger = "PID 4711 (node)";

        for (int status : new int[] {200, 503}) {
            assertThat(check.confirm(answer(status)).result().isStrangerAt(HERE))
                    .isTrue();
        }
    }
}
