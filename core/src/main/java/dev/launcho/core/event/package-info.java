/**
 * The record of what has happened, as typed facts. An {@link dev.launcho.core.event.Event} has its
 * {@link dev.launcho.core.event.EventKind}; a rollout has steps; a change has an author and a result.
 * {@link dev.launcho.core.event.EventSentence} makes the sentence that people read.
 *
 * <p>Pure; any thread. Imports {@code core.model} and {@code core.failure}. Imported by {@code core.store},
 * {@code core.memory}, {@code core.intent}, {@code core.mailbox}, {@code core.reconcile}, {@code core.admin} and the module
 * {@code cli}.
 */
@NullMarked
package dev.launcho.core.event;

import org.jspecify.annotations.NullMarked;
