package dev.launcho.core.model;

/**
 * The PROXY protocol header that names the client to a backend, before the client's first byte; see HAProxy's {@code
 * doc/proxy-protocol.txt}.
 */
public enum ProxyProtocol {
    NONE,
    /** A line of text: {@code PROXY TCP4 192.0.2.1 192.0.2.2 56324 443}. */
    V1,
    /** A binary header. */
    V2
}
