/**
 * The port to the load balancer. The balancer takes the wanted routes ({@link dev.launcho.core.traffic.Routes}) and gives
 * events ({@link dev.launcho.core.traffic.LoadBalancer.Listener}) and counters
 * ({@link dev.launcho.core.traffic.TrafficCounters}). {@link dev.launcho.core.traffic.BalancerCapabilities} names the
 * features that it lacks.
 *
 * <p>The reconciler's thread applies routes and owns the {@link dev.launcho.core.traffic.ConnectionSummary}. Any thread
 * reads counters. Events come on the balancer's own threads. Imports {@code core.failure},
 * {@code core.model} and {@code core.text} only. Imported by {@code core.intent}, {@code core.mailbox}, {@code core.reconcile}, {@code core.admin}, and the modules {@code proxy}
 * and {@code cli}.
 */
@NullMarked
package dev.launcho.core.traffic;

import org.jspecify.annotations.NullMarked;
