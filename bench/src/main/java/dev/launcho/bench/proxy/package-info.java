/**
 * What the load balancer costs, over real loopback sockets, against no proxy at all.
 *
 * <p>Imports {@code proxy} and what core's port needs.
 */
@NullMarked
package dev.launcho.bench.proxy;

import org.jspecify.annotations.NullMarked;
