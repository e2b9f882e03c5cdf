/**
 * The tree of processes of an instance: its members, their ports, their end.
 *
 * <p>Any thread; calls block for the kernel's files. Imports {@code core.model}, {@code core.disk}, {@code core.failure},
 * {@code process.kernel}, {@code process.system} and {@code process.cgroup}. Only {@code core.process} imports it.
 */
@NullMarked
package dev.launcho.core.process.tree;

import org.jspecify.annotations.NullMarked;
