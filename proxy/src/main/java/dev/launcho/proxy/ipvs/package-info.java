/**
 * A load balancer that carries no byte itself: it programs the kernel's IPVS through {@code ipvsadm}, and watches the
 * kernel's connections.
 *
 * <p>Each turn lists the kernel's table and compares it with the wanted one ({@link dev.launcho.proxy.ipvs.TableDifference},
 * pure). It runs the few commands that lead from one to the other, and then reads the connections. Turns follow quickly
 * until all drains are over. Services and servers are claimed in a file before they are added
 * ({@link dev.launcho.proxy.ipvs.OwnedEntries}). Everything else in the table belongs to somebody else and is left alone.
 *
 * <pre>
 *   apply --> wanted (volatile) --wake--> turn: save -> difference -> claims -> commands -> look -> counters, drained
 * </pre>
 *
 * <p>Threads: the thread {@code ipvs} runs every command, each with a time limit; two more threads read a command's output.
 * The caller of {@code apply} only leaves the table. Measurements of ipvsadm, and the reasons for some commands, are in
 * {@code docs/ipvs.md}.
 *
 * <p>Imports {@code core.model}, {@code core.text}, {@code core.failure}, {@code core.net}, {@code core.traffic} and the JDK,
 * nothing of the Netty balancer. Imported by {@code cli.server}.
 */
@NullMarked
package dev.launcho.proxy.ipvs;

import org.jspecify.annotations.NullMarked;
