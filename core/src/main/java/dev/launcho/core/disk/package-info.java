/**
 * Writes files that are complete or absent, and makes, checks and removes folders safely.
 *
 * <p>Blocking; any thread. Imports nothing but the JDK. Imported by {@code core.logs}, {@code core.memory},
 * {@code core.process} and most packages below that, {@code core.store}, {@code core.reconcile}, {@code core.admin} and the
 * module {@code cli}.
 */
@NullMarked
package dev.launcho.core.disk;

import org.jspecify.annotations.NullMarked;
