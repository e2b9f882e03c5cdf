/**
 * The single writer of all state: {@link dev.launcho.core.reconcile.Reconciler} takes messages from its mailbox, plans,
 * carries plans out, and sleeps until something happens or is due.
 *
 * <pre>
 *   user ---- Ask ----+                                       +--> ProcessHost  launch, signal, kill, forget
 *   host ---- Exited -+--> Mailbox --> World --> Planner --> Executor --> LoadBalancer  apply(Routes)
 *   prober -- Probed -+                  ^          |         +--> StateStore, EventLog, RolloutLog
 *   balancer  Drained +                  +--Ledger--+
 * </pre>
 *
 * <p>Everything here but the published {@code ReconcilerSnapshot} belongs to the
 * reconciler's thread. Imports every floor below.
 */
@NullMarked
package dev.launcho.core.reconcile;

import org.jspecify.annotations.NullMarked;
