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
 * <p>Everything here belongs to the reconciler's thread, except {@link dev.launcho.core.reconcile.ReconcilerControl}, the
 * listener of the ports and the published {@link dev.launcho.core.reconcile.ReconcilerSnapshot}: any thread may use these.
 * Imports most packages below it. Imported by {@code core.admin} and {@code cli.server}.
 */
@NullMarked
package dev.launcho.core.reconcile;

import org.jspecify.annotations.NullMarked;
