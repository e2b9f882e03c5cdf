package dev.launcho.core.model;

import java.time.Duration;
import java.util.List;

/**
 * A health check of instances.
 *
 * @param service the service whose port is probed; empty for {@link Kind#EXEC} and {@link Kind#ALIVE}
 * @param path for {@link Kind#HTTP}: request target, with its leading slash
 * @param exec for {@link Kind#EXEC}: program and arguments; exit 0 is healthy
 * @param interval between probes once ready
 * @param timeout of one probe
 * @param failures in a row that make a ready instance unready
 * @param http for {@link Kind#HTTP}: the rest of the request, and the healthy answers
 */
public record Probe(
        Kind kind,
        String service,
        String path,
        List<String> exec,
        Duration interval,
        Duration timeout,
        int failures,
        HttpCheck http) {

    public static final Duration INTERVAL = Duration.ofSeconds(2);
    public static final Duration TIMEOUT = Duration.ofSeconds(1);
    public static final int FAILURES = 3;

    public Probe {
        exec = List.copyOf(exec);
    }

    /** A probe with the usual request, if it is an HTTP check. */
    public Probe(
            Kind kind,
            String service,
            String path,
            List<String> exec,
            Duration interval,
            Duration timeout,
            int failures) {
        this(kind, service, path, exec, interval, timeout, failures, HttpCheck.USUAL);
    }

    /** Returns the probe of a process that neither names a check nor receives a service: alive is healthy. */
    public static Probe alive() {
        return new Probe(Kind.ALIVE, "", "", List.of(), INTERVAL, TIMEOUT, FAILURES);
    }

    /** Returns the probe of a process that receives a service and names no check: the port accepts. */
    public static Probe tcp(String service) {
        return new Probe(Kind.TCP, service, "", List.of(), INTERVAL, TIMEOUT, FAILURES);
    }

    public static Probe http(String service, String path) {
        return new Probe(Kind.HTTP, service, path, List.of(), INTERVAL, TIMEOUT, FAILURES);
    }

    /** The kinds of probes, by what is healthy. */
    public enum Kind {
        /** The answer to a GET has a healthy status. */
        HTTP,
        /** The port accepts a connection. */
        TCP,
        /** A command exits 0. */
        EXEC,
        /** The command runs: {@code before} is done and it has stayed alive for {@code min_healthy}. */
        ALIVE
    }
}
