package dev.launcho.core.plan;

import dev.launcho.core.failure.Exit;
import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.failure.ProbeFinding;
import dev.launcho.core.model.Probe;
import dev.launcho.core.model.ProbeResult;
import dev.launcho.core.text.StatusCodes;
import java.util.Optional;

/** Advice on a probe that found an instance unwell. Pure. */
final class ProbeHint implements ProbeFinding.Visitor<Optional<String>> {
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int MISDIRECTED = 421;

    private final ProbeResult probe;
    private final String id;
    private final StatusCodes healthy;

    private ProbeHint(ProbeResult probe, String id, StatusCodes healthy) {
        this.probe = probe;
        this.id = id;
        this.healthy = healthy;
    }

    /**
     * Returns one line; empty if the result speaks for itself.
     *
     * @param healthy status codes that count as healthy
     */
    static Optional<String> of(ProbeResult probe, String id, StatusCodes healthy) {
        return probe.finding().accept(new ProbeHint(probe, id, healthy));
    }

    private boolean by(Probe.Kind kind) {
        return probe.question().kind() == kind;
    }

    @Override
    public Optional<String> accepted() {
        return Optional.empty();
    }

    @Override
    public Optional<String> answered(ProbeFinding.Answered finding) {
        return healthy.contains(finding.status())
                ? Optional.empty()
                : Optional.of(answered(probe.question().subject(), finding.status()));
    }

    private String answered(String path, int status) {
        if (status == NOT_FOUND) {
            return "it runs, but has no " + path + ": set health.path to a path that it answers with 2xx or 3xx";
        }
        if (status == UNAUTHORIZED || status == FORBIDDEN) {
            return path
                    + " wants a login, which a probe does not have, or another host name than localhost: set"
                    + " health.path to a path that is open, or set health.headers or health.host";
        }
        if (status == BAD_REQUEST || status == MISDIRECTED) {
            return "it may not serve the host name of the request: set health.host to one that it serves, like"
                    + " app.example.com; if the port speaks TLS, set health.scheme: https";
        }
        if (status < StatusCodes.LEAST) {
            return "it runs, but " + status
                    + " is no final answer to a GET: set health.path to a path that it answers with 2xx" + " or 3xx";
        }
        if (status < BAD_REQUEST) {
            return "it runs, but health.status does not count " + status
                    + ": add it, or set health.path to another path";
        }
        return "it runs, but reports itself as unhealthy: see launcho logs " + id;
    }

    @Override
    public Optional<String> noHttp(ProbeFinding.NoHttp finding) {
        return Optional.empty();
    }

    @Override
    public Optional<String> closed(ProbeFinding.Closed finding) {
        return finding.endless() || !finding.interim().isEmpty()
                ? Optional.empty()
                : Optional.of("if it speaks TLS, set health.scheme: https; else see launcho logs " + id);
    }

    @Override
    public Optional<String> unconnected(ProbeFinding.Unconnected finding) {
        return finding.failure() == FailureKind.TIMED_OUT ? noAnswer() : Optional.empty();
    }

    @Override
    public Optional<String> unasked(ProbeFinding.Unasked finding) {
        return Optional.empty();
    }

    @Override
    public Optional<String> silent(ProbeFinding.Silent finding) {
        return noAnswer();
    }

    private Optional<String> noAnswer() {
        if (by(Probe.Kind.EXEC)) {
            return Optional.of("the check does not end in time: make it quicker, or raise health.timeout");
        }
        return Optional.of(
                by(Probe.Kind.TCP)
                        ? "it has stopped accepting connections: it hangs, or is too busy: see launcho logs " + id
                        : "it accepts connections but does not answer in time: see launcho logs " + id
                                + ", or raise health.timeout");
    }

    @Override
    public Optional<String> broken(ProbeFinding.Broken finding) {
        return Optional.empty();
    }

    @Override
    public Optional<String> stranger(ProbeFinding.Stranger finding) {
        return Optional.empty();
    }

    @Override
    public Optional<String> alive(ProbeFinding.Alive finding) {
        return Optional.empty();
    }

    @Override
    public Optional<String> exited(ProbeFinding.Exited finding) {
        if (finding.exit().status() == Exit.COMMAND_NOT_FOUND) {
            return Optional.of("health.exec is run without a shell, from the working directory and the instance's PATH:"
                    + " if its own file is not found, name its full path, or write exec: [sh, -c, ...]");
        }
        return finding.exit().success() ? Optional.empty() : byHand();
    }

    private Optional<String> byHand() {
        return Optional.of("the output of the check is discarded: run it by hand, or see launcho logs " + id);
    }

    @Override
    public Optional<String> described(ProbeFinding.Described finding) {
        return by(Probe.Kind.EXEC) ? byHand() : Optional.empty();
    }
}
