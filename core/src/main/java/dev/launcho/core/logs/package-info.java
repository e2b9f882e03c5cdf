/**
 * The logs of instances: files that they append to themselves, so that nothing is lost and nothing blocks when the
 * server is away. This package names, finds, reads, bounds and drops them.
 *
 * <p>Any thread; a reader belongs to one, and {@link dev.launcho.core.logs.LogWatch} has a thread of its own. Imports
 * {@code core.text}, {@code core.model} and {@code core.disk}. Imported by {@code core.reconcile}, {@code core.admin} and the
 * module {@code cli}.
 */
@NullMarked
package dev.launcho.core.logs;

import org.jspecify.annotations.NullMarked;
