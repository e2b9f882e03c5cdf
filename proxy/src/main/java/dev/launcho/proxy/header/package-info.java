/**
 * The PROXY protocol: the header that names a connection's client. It is written to backends and read from proxies in
 * front. The codec is Netty's.
 *
 * <p>Threads: any thread may use {@link dev.launcho.proxy.header.HeaderWriter}; a
 * {@link dev.launcho.proxy.header.HeaderReader} belongs to one connection's loop.
 *
 * <p>Imports {@code core.model}. Imported by {@code proxy} and {@code proxy.listen}.
 */
@NullMarked
package dev.launcho.proxy.header;

import org.jspecify.annotations.NullMarked;
