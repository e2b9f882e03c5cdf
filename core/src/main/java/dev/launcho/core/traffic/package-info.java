/**
 * The port to the load balancer: the wanted routes ({@link dev.launcho.core.traffic.Routes}), the events of the
 * balancer ({@link dev.launcho.core.traffic.LoadBalancer.Listener}), its counters
 * ({@link dev.launcho.core.traffic.TrafficCounters}), and the features that it lacks
 * ({@link dev.launcho.core.traffic.BalancerCapabilities}).
 *
 * <p>Imports {@code core.model} and {@code core.text} only.
 */
@NullMarked
package dev.launcho.core.traffic;

import org.jspecify.annotations.NullMarked;
