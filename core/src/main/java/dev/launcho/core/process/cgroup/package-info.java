/**
 * The cgroups of instances: where the server may make them, and what they limit.
 *
 * <p>Any thread; calls block for the kernel's files. Imports {@code core.model}, {@code core.disk},
 * {@code core.failure}, {@code core.text}, {@code process.kernel} and {@code process.system}. Imported by
 * {@code core.process}, {@code process.tree} and {@code cli.doctor}.
 */
@NullMarked
package dev.launcho.core.process.cgroup;

import org.jspecify.annotations.NullMarked;
