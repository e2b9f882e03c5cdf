/**
 * Safe use of the file system, in spite of crashes and other users. A file that is written is complete or absent; a folder is
 * checked before it is used.
 *
 * <p>Blocking; any thread. Imports nothing but the JDK. Imported by {@code core.logs}, {@code core.memory},
 * {@code core.process} and most packages below that, {@code core.store}, {@code core.reconcile}, {@code core.admin} and the
 * module {@code cli}.
 */
@NullMarked
package dev.launcho.core.disk;

import org.jspecify.annotations.NullMarked;
