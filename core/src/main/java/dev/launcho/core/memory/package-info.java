/**
 * What outlives the server: state, revisions, events and rollouts, as the reconciler keeps them on disk.
 *
 * <p>The reconciler's thread; any thread may use {@link dev.launcho.core.memory.RolloutLog}. Imports {@code core.store},
 * {@code core.spec} and what they import. Imported by {@code core.intent}, {@code core.reconcile} and {@code cli.server}.
 */
@NullMarked
package dev.launcho.core.memory;

import org.jspecify.annotations.NullMarked;
