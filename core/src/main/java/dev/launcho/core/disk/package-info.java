/**
 * Writes files that are complete or absent, and makes, checks and removes folders safely.
 *
 * <p>Blocking; any thread. Imports nothing but the JDK.
 */
@NullMarked
package dev.launcho.core.disk;

import org.jspecify.annotations.NullMarked;
