/**
 * Why something ended or could not be reached, as kinds: never a text of the system.
 *
 * <p>Pure; any thread. Imports {@code core.text}.
 */
@NullMarked
package dev.launcho.core.failure;

import org.jspecify.annotations.NullMarked;
