package dev.launcho.cli.server.notify;

import java.time.Duration;
import java.util.Optional;

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
        /** A later attempt may work. */
        RETRY,
        /** The receiver does not want this message. */
        REFUSED
    }

    private static final int OK = 200;
    private static final int REDIRECT = 300;
    private static final int CLIENT_FAULT = 400;
    private static final int TIMED_OUT = 408;
    private static final int TOO_EARLY = 425;
    private static final int TOO_MANY = 429;
    private static final int SERVER_FAULT = 500;

    static DeliveryResult failed(String problem) {
        return new DeliveryResult(Outcome.RETRY, problem, "", Optional.empty());
    }

    /** @param status of HTTP */
    static DeliveryResult answered(int status, String answer, Optional<Duration> retryAfter) {
        if (status >= OK && status < REDIRECT) {
            return new DeliveryResult(Outcome.DELIVERED, "", answer, Optional.empty());
        }
        boolean later = status >= SERVER_FAULT || status == TIMED_OUT || status == TOO_EARLY || status == TOO_MANY;
        String problem = "it answers " + status
                + (status >= REDIRECT && status < CLIENT_FAULT ? ", a redirect, which is not followed" : "");
        return new DeliveryResult(later ? Outcome.RETRY : Outcome.REFUSED, problem, answer, retryAfter);
    }
}
