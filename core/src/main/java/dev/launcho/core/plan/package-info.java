/**
 * The rules: what to do now about what is wanted and what is. Pure: no clock, no I/O, no randomness, no logging.
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
 * <p>{@link dev.launcho.core.plan.Planner} reads a {@code ProcessState} and answers with actions;
 * {@link dev.launcho.core.plan.Ledger} is the only place that makes a new state, from an action carried out or from
 * something that happened. Planning again after a plan is carried out yields no action.
 *
 * <p>Imports {@code core.model}. Any thread.
 */
@NullMarked
package dev.launcho.core.plan;

import org.jspecify.annotations.NullMarked;
