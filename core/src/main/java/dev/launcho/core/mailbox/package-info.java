/**
 * The way from other threads to the reconciler: a bounded queue of messages, and calls that wait for an answer.
 *
 * <p>Any thread sends, the reconciler's receives. Imports {@code core.traffic}, {@code core.model}, {@code core.event} and
 * {@code core.failure}. Imported by {@code core.reconcile} and {@code core.admin}.
 */
@NullMarked
package dev.launcho.core.mailbox;

import org.jspecify.annotations.NullMarked;
