/**
 * Why something ended or could not be reached, as kinds: never a text of the system.
 *
 * <p>Pure; any thread. Imports {@code core.text}. Imported by most packages of core and of proxy, and by
 * {@code cli.server}.
 */
@NullMarked
package dev.launcho.core.failure;

import org.jspecify.annotations.NullMarked;
