/**
 * The engine for Linux.
 */
@NullMarked
package dev.launcho.proxy.relay.epoll;

import org.jspecify.annotations.NullMarked;
