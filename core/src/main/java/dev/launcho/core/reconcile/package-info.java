/**
 * The single writer of all state: {@link dev.launcho.core.reconcile.Reconciler} takes messages from its mailbox, plans,
 * carries plans out, and sleeps until something happens or is due.
 *
 * <pre>
 *   AdminOperations  Ask ----+                                     +-> RouteBuilder -> LoadBalancer
 *   ProcessHost      Exited -+                                     |
 *   Prober           Probed -+-> Mailbox -> StateReducer -> ReconcilerState -> Planner -> ActionExecutor -+-> ProcessHost
 *   LoadBalancer     Drained +                   ^                                              |         +-> StateStore
 *                                                +----------------------------------------------+         +-> EventLog
 * </pre>
 *
 * <p>Everything here belongs to the reconciler's thread, except {@link dev.launcho.core.reconcile.ReconcilerControl}, the
 * listener of the ports and the published {@link dev.launcho.core.reconcile.ReconcilerSnapshot}: any thread may use these.
 * Imports most packages below it. Imported by {@code core.admin} and {@code cli.server}.
 */
@NullMarked
package dev.launcho.core.reconcile;

import org.jspecify.annotations.NullMarked;
