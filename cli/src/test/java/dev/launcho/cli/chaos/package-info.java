/**
 * Faults on real processes: programs of their own, not tests, that drive the real {@code ./launcho server}. {@link
 * dev.launcho.cli.chaos.Chaos} is what {@code make chaos} runs, {@link dev.launcho.cli.chaos.Kills} kills the server a
 * hundred times in the middle of rollouts.
 *
 * <p>One thread does the harm; clients, and the thief of ports, have their own.
 */
@NullMarked
package dev.launcho.cli.chaos;

import org.jspecify.annotations.NullMarked;
