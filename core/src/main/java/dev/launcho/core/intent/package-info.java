/**
 * What the user wants: {@link dev.launcho.core.intent.Intent} is a target with all its references resolved, and
 * {@link dev.launcho.core.intent.ChangeProposal} what a new one would change.
 *
 * <p>Pure but for the look at stored references and earlier revisions. The reconciler's thread. Imports
 * {@code core.memory}, {@code core.spec}, most of what these import, {@code core.process} and {@code core.traffic}.
 * Imported by {@code core.reconcile}, {@code core.admin} and the module {@code cli}.
 */
@NullMarked
package dev.launcho.core.intent;

import org.jspecify.annotations.NullMarked;
