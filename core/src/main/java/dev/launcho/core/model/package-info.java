/**
 * The vocabulary: immutable records and enums that every other package speaks.
 *
 * <p>No threads, no I/O. Imports nothing but the JDK.
 */
@NullMarked
package dev.launcho.core.model;

import org.jspecify.annotations.NullMarked;
