package dev.launcho.cli.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;

/** A request is answered or refused in two seconds, with less than 500, and with no stack trace. */
final class RequestTrial implements Trial {
    private static final long SLOW_NANOS = 2_000_000_000L;
    private static final int BUSY = 503;

    private final RequestCaller caller;

    RequestTrial(RequestCaller caller) {
        this.caller = caller;
    }

    @Override
    public Optional<Fault> of(byte[] request) {
        long from = System.nanoTime();
        List<Answer> answers;
        try {
            answers = caller.call(request);
        } catch (SocketTimeoutException e) {
            return Fault.unsure("no answer: " + e.getMessage());
        } catch (Answer.Broken e) {
            return Fault.sure(e.getMessage());
        } catch (IOException e) {
            return Fault.sure("the server can't be reached: " + e);
        }
        long took = System.nanoTime() - from;
        for (Answer answer : answers) {
            Optional<Fault> fault = fault(answer);
            if (fault.isPresent()) {
                return fault;
            }
        }
        if (took > SLOW_NANOS) {
            return Fault.unsure("it took " + took / 1_000_000 + " ms");
        }
        return answers.isEmpty() && Sent.of(request).wellFormed()
                ? Fault.unsure("closed without an answer")
                : Optional.empty();
    }

    private static Optional<Fault> fault(Answer answer) {
        if (answer.status() == BUSY) {
            return Fault.unsure(answer.head() + answer.body());
        }
        boolean bad = answer.status() >= 500
                || answer.body().contains("Exception")
                || answer.body().contains("\tat ")
                || !answer.head().contains("\r\nx-request-id: ");
        return bad ? Fault.sure(answer.head() + answer.body()) : Optional.empty();
    }

    @Override
    public void close() {
        try {
            caller.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
