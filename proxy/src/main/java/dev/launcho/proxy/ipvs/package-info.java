/**
 * A load balancer that carries no byte itself: it programs the kernel's IPVS through {@code ipvsadm}, and watches what the
 * kernel says of connections.
 *
 * <p>Each turn lists the kernel's table, compares it with the wanted one ({@link dev.launcho.proxy.ipvs.Difference}, pure),
 * runs the few commands that lead from one to the other, and looks at connections until those that drain are over. What is
 * ours is written down before it is made ({@link dev.launcho.proxy.ipvs.Claims}); everything else in the table belongs to
 * somebody else and is left alone.
 *
 * <pre>
 *   apply --> wanted (volatile) --wake--> turn: save -> difference -> claims -> commands -> look -> counters, drained
 * </pre>
 *
 * <p>Threads: one, {@code ipvs}, runs every command, each bounded by a time-out; two more read a command's output. The
 * caller of {@code apply} only leaves the table behind. What was measured of ipvsadm, and why some commands are as they
 * are, stands in {@code docs/ipvs.md}.
 *
 * <p>Imports {@code core.model}, {@code core.traffic} and the JDK, nothing of the Netty balancer.
 */
@NullMarked
package dev.launcho.proxy.ipvs;

import org.jspecify.annotations.NullMarked;
