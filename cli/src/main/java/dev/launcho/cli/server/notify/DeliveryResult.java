package dev.launcho.cli.server.notify;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The result of one attempt to deliver a message.
 *
 * @param problem without secrets, for anybody; empty if the message was delivered
 * @param answer the first part of what the receiver answered, for the admin only; may be empty
 * @param retryAfter how long the receiver asks to be left alone
 */
record DeliveryResult(Outcome outcome, String problem, String answer, Optional<Duration> retryAfter) {
    /** What follows from an attempt. */
    enum Outcome {
        DELIVERED,
        /** A later attempt may work; other messages would fail, too. */
        RETRY,
        /** A later attempt may work, and another message may work now. */
        RETRY_APART,
        /** The receiver does not want this message. */
        REFUSED
    }

    private static final int OK = 200;
    private static final int REDIRECT = 300;
    private static final int CLIENT_FAULT = 400;
    /** What a receiver answers also if a clock is wrong, or a secret is being changed. */
    private static final int UNKNOWN_SENDER = 401;

    private static final int FORBIDDEN = 403;
    private static final int TIMED_OUT = 408;
    private static final int TOO_EARLY = 425;
    private static final int TOO_MANY = 429;
    private static final int SERVER_FAULT = 500;
    private static final int UNAVAILABLE = 503;
    private static final Set<Integer> LATER = Set.of(UNKNOWN_SENDER, FORBIDDEN, TIMED_OUT, TOO_EARLY, TOO_MANY);

    static DeliveryResult failed(String problem) {
        return new DeliveryResult(Outcome.RETRY, problem, "", Optional.empty());
    }

    /** @param status of HTTP */
    static DeliveryResult answered(int status, String answer, Optional<Duration> retryAfter) {
        if (status >= OK && status < REDIRECT) {
            return new DeliveryResult(Outcome.DELIVERED, "", answer, Optional.empty());
        }
        String problem = "it answers " + status
                + (status >= REDIRECT && status < CLIENT_FAULT ? ", a redirect, which is not followed" : "");
        return new DeliveryResult(failure(status), problem, answer, retryAfter);
    }

    private static Outcome failure(int status) {
        if (status == TOO_MANY || status == UNAVAILABLE) {
            return Outcome.RETRY;
        }
        return status >= SERVER_FAULT || LATER.contains(status) ? Outcome.RETRY_APART : Outcome.REFUSED;
    }
}
