/**
 * The persisted state of a server: its home directory, state, resources, secrets and events. Every file is written to a
 * temporary name, fsynced, renamed, and its directory fsynced.
 *
 * <p>Imports {@code core.model}, {@code core.event}, {@code core.disk}, {@code core.failure} and {@code core.text}. Thread-safe
 * where a class says so; else the reconciler's thread only. Imported by {@code core.memory}, {@code core.intent},
 * {@code core.reconcile}, {@code core.admin} and the module {@code cli}.
 */
@NullMarked
package dev.launcho.core.store;

import org.jspecify.annotations.NullMarked;
