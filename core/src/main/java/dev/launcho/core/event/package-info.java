/**
 * What has happened, typed, with the sentence that people read: {@link dev.launcho.core.event.Event} and its
 * {@link dev.launcho.core.event.EventKind}, the steps of a rollout, the author and the result of a change.
 *
 * <p>Pure; any thread. Imports {@code core.model} and {@code core.failure}. Imported by {@code core.store},
 * {@code core.memory}, {@code core.intent}, {@code core.mailbox}, {@code core.reconcile}, {@code core.admin} and the module
 * {@code cli}.
 */
@NullMarked
package dev.launcho.core.event;

import org.jspecify.annotations.NullMarked;
