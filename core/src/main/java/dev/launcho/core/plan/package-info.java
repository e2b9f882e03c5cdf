/**
 * The planning rules: they compare the desired with the observed state of a process and decide what to do now. Pure: no
 * clock, no I/O, no randomness, no logging.
 *
 * <pre>
 *             launched           healthy            failing
 *  PREPARING ---------> STARTING -------> READY <----------> UNREADY
 *      |                   |                |    healthy        |
 *      |                   |                +------ retired ----+
 *      |                   |                          |
 *      |                   |  retired, adopted        v      signalled
 *      |                   +--------------------> DRAINING ----------> STOPPING
 *      |                   +------- signalled ------------------------------^ |
 *      +--- signalled --------------------------------------------------------+
 *                     exited, from each of them:  EXITED
 * </pre>
 *
 * <p>{@link dev.launcho.core.plan.Planner} reads a {@code ProcessState} and returns actions.
 * {@link dev.launcho.core.plan.StateReducer} is the only place that makes a new state, from an action that was carried out or
 * from an event. Planning again after a plan is carried out yields no action.
 *
 * <p>Imports only {@code core.model}, {@code core.failure} and {@code core.text}. Imported by
 * {@code core.reconcile} and {@code core.admin}. Any thread may call it.
 */
@NullMarked
package dev.launcho.core.plan;

import org.jspecify.annotations.NullMarked;
