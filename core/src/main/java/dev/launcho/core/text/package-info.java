/**
 * Values that have a text form: sizes, durations, addresses, status codes, quoted words.
 *
 * <p>Pure; any thread. Imports nothing but the JDK. Imported by most packages of core and of cli, and by some of proxy.
 */
@NullMarked
package dev.launcho.core.text;

import org.jspecify.annotations.NullMarked;
