/**
 * Values that have a text form: sizes, durations, addresses, status codes, quoted words.
 *
 * <p>Pure; any thread. Imports nothing but the JDK.
 */
@NullMarked
package dev.launcho.core.text;

import org.jspecify.annotations.NullMarked;
