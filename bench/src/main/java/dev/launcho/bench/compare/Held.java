package dev.launcho.bench.compare;

/**
 * The memory that a peer keeps for connections.
 *
 * @param atRest bytes without any connection
 * @param connections the number of open connections
 * @param each bytes per connection
 */
public record Held(long atRest, int connections, double each) {}
