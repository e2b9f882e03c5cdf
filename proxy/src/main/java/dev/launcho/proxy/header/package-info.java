/**
 * The PROXY protocol: the header that tells who a connection's client is, written to backends and read from proxies in
 * front. The codec is Netty's.
 *
 * <p>Threads: {@link dev.launcho.proxy.header.HeaderWriter} any; a {@link dev.launcho.proxy.header.HeaderReader} belongs to
 * one connection's loop.
 *
 * <p>Imports {@code core.model}.
 */
@NullMarked
package dev.launcho.proxy.header;

import org.jspecify.annotations.NullMarked;
