package dev.launcho.cli.server.http;

/** The cost of a request. Each kind has workers of its own, so that no kind waits for another. */
public enum RequestWorkload {
    /** Reads memory only, and never waits: runs on the event loop, also for clients without a token. */
    INSTANT,
    /** Reads memory, or waits for the reconciler. */
    QUICK,
    /** Parses a whole target: takes some hundred times the memory of its text, for up to a second. One at a time. */
    HEAVY,
    /** Lasts for as long as the client wants. */
    STREAM
}
