package dev.launcho.core.model;

/**
 * Which header tells a backend who its client is, before the client's first byte (the PROXY protocol, as HAProxy's
 * {@code doc/proxy-protocol.txt} has it).
 */
public enum ProxyProtocol {
    NONE,
    /** A line of text: {@code PROXY TCP4 192.0.2.1 192.0.2.2 56324 443}. */
    V1,
    /** Binary. */
    V2
}
