package dev.launcho.bench.compare;

/**
 * What a peer keeps in memory for connections.
 *
 * @param atRest bytes without any
 * @param connections how many were open
 * @param each bytes for one
 */
public record Held(long atRest, int connections, double each) {}
