/**
 * Files that are whole or not there at all, and folders that go away for good.
 *
 * <p>Blocking; any thread. Imports nothing but the JDK.
 */
@NullMarked
package dev.launcho.core.disk;

import org.jspecify.annotations.NullMarked;
