/**
 * The port to the load balancer: what is wanted ({@link dev.launcho.core.traffic.Routes}), what is told back
 * ({@link dev.launcho.core.traffic.LoadBalancer.Listener}), what was counted
 * ({@link dev.launcho.core.traffic.Counters}), what it can't do ({@link dev.launcho.core.traffic.Capabilities}).
 *
 * <p>Imports {@code core.model} only.
 */
@NullMarked
package dev.launcho.core.traffic;

import org.jspecify.annotations.NullMarked;
