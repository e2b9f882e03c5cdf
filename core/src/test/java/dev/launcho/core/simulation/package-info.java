/**
 * The real core of a server in a world that is made up: virtual time, and a machine, a disk, a load balancer and users
 * that do whatever can go wrong. Everything follows from one number, the seed.
 *
 * <pre>
 *   Story ---> Incident ---> Universe ---> SimulatedServer (planner, reconciler, change handler: the real ones)
 *   (seed)                      |               | ports
 *                               |               v
 *                               +--> Machine, Disk  (outlive a server)   SimHost, SimProber, SimBalancer  (one life)
 *                               +--> Invariant x 9  (asked after every step)
 * </pre>
 *
 * <p>No JUnit in here but in the tests: {@link dev.launcho.core.simulation.Simulate} runs it for as long as one likes.
 * One thread a story.
 */
@NullMarked
package dev.launcho.core.simulation;

import org.jspecify.annotations.NullMarked;
