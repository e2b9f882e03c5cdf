/**
 * The cgroups of instances: where the server may make them, and what they limit.
 *
 * <p>Any thread; calls block for the kernel's files. Imports {@code core.model}, {@code process.kernel} and
 * {@code process.system}. Only {@code core.process} and its rooms import it.
 */
@NullMarked
package dev.launcho.core.process.cgroup;

import org.jspecify.annotations.NullMarked;
