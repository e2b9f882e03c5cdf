package dev.launcho.core.health;

import dev.launcho.core.failure.ProbeFinding;
import dev.launcho.core.failure.ServerShortage;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.KnownListener;
import dev.launcho.core.model.ProbeQuestion;
import dev.launcho.core.model.ProbeResult;
import java.util.Optional;

/**
 * A check of who listens on the ports of an instance. What clients send to a port goes to its listener, so a stranger there
 * makes the instance unhealthy. Blocks; any thread.
 */
record ListenerCheck(Prober.Witness witness, InstanceId id, Prober.Port port) {
    /**
     * Returns the answer, or that a stranger listens where it came from or on another port of the instance. A bad answer
     * counts even where this server lacks what it takes to look, but then nobody knows whose address it came from.
     */
    ProbeAnswer confirm(ProbeAnswer answer) {
        try {
            return answer.address().isEmpty()
                    ? strangerAt(port.address()).orElse(answer)
                    : answerer(answer).or(() -> strangerAt(answer.address())).orElse(answer);
        } catch (ServerShortage lacking) {
            if (answer.healthy()) {
                throw lacking;
            }
            return answer.withoutAddress();
        }
    }

    /**
     * Returns the stranger that has answered. A bad answer may be the last one of the instance itself, whose listener is
     * gone by now. It is a stranger's only if a stranger listens.
     */
    private Optional<ProbeAnswer> answerer(ProbeAnswer answer) {
        String address = answer.address();
        return answer.healthy()
                ? met(address, witness.stranger(id, address, port.number()))
                : found(address, port.number(), witness.otherListener(id, address, port.number()));
    }

    /** Returns the stranger that gets what is sent to the probed port at this address now, or to another port of the instance. */
    Optional<ProbeAnswer> strangerNow(String address) {
        return met(address, witness.strangerNow(id, address, port.number())).or(() -> strangerAt(address));
    }

    /** Returns who was met at the probed port. If nobody listens there any more, clients are not sent to a stranger. */
    private Optional<ProbeAnswer> met(String address, Optional<String> who) {
        boolean listens = who.isPresent()
                && witness.otherListener(id, address, port.number()).isPresent();
        return found(listens ? address : "", port.number(), who);
    }

    /**
     * Returns who is known to listen on the probed port at the address to which connections are routed. {@code UNKNOWN} if a
     * search has to show who listens on any of the ports.
     */
    KnownListener known() {
        KnownListener probed = KnownListener.NONE;
        for (int leased : port.leased()) {
            KnownListener who = witness.knownListener(id, port.address(), leased);
            if (who == KnownListener.UNKNOWN) {
                return who;
            }
            probed = leased == port.number() ? who : probed;
        }
        return probed;
    }

    /** Returns the stranger on any port at the address to which connections are routed. That nobody listens is no fault. */
    Optional<ProbeAnswer> stranger() {
        return strangerAt(port.address());
    }

    private Optional<ProbeAnswer> strangerAt(String address) {
        for (int leased : port.leased()) {
            Optional<ProbeAnswer> other = found(address, leased, witness.otherListener(id, address, leased));
            if (other.isPresent()) {
                return other;
            }
        }
        return Optional.empty();
    }

    /** @param address at which it listens; may be empty */
    private static Optional<ProbeAnswer> found(String address, int port, Optional<String> who) {
        return who.map(name -> new ProbeAnswer(
                false, new ProbeResult(ProbeQuestion.NONE, new ProbeFinding.Stranger(port, name, address)), ""));
    }
}
