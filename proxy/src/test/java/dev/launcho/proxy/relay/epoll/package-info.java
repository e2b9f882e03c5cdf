/** What is hard to bring about from outside, on real sockets. */
@NullMarked
package dev.launcho.proxy.relay.epoll;

import org.jspecify.annotations.NullMarked;
