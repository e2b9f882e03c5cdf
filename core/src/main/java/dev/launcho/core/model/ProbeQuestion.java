package dev.launcho.core.model;

import java.util.function.UnaryOperator;

/**
 * What a probe asks.
 *
 * @param subject the path of an HTTP check, the program of an exec check; else empty
 * @param address the loopback literal that is asked, and empty without a port
 */
public record ProbeQuestion(Probe.Kind kind, String subject, String address, int port) {
    /** The question of a probe that asks nobody, or whose answer speaks for itself. */
    public static final ProbeQuestion NONE = new ProbeQuestion(Probe.Kind.ALIVE, "", "", 0);

    public static ProbeQuestion http(String path, String address, int port) {
        return new ProbeQuestion(Probe.Kind.HTTP, path, address, port);
    }

    public static ProbeQuestion tcp(String address, int port) {
        return new ProbeQuestion(Probe.Kind.TCP, "", address, port);
    }

    public static ProbeQuestion exec(String program) {
        return new ProbeQuestion(Probe.Kind.EXEC, program, "", 0);
    }

    ProbeQuestion saying(UnaryOperator<String> words) {
        return new ProbeQuestion(kind, words.apply(subject), words.apply(address), port);
    }

    /** Returns the question before its answer: {@code GET /health on 127.0.0.1:20001: }; empty for {@link #NONE}. */
    String words() {
        return switch (kind) {
            case HTTP -> "GET " + subject + on() + ": ";
            case TCP -> "connect" + on() + ": ";
            case EXEC -> "exec " + subject + ": ";
            case ALIVE -> "";
        };
    }

    private String on() {
        return " on " + (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
    }
}
