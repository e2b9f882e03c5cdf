/**
 * The inspection of a command's file: why it did not start.
 *
 * <p>Runs on worker threads of the host; a look may run a program as the instance's user. Imports {@code core.failure},
 * {@code process.kernel} and {@code process.system}. Only {@code core.process} imports it.
 */
@NullMarked
package dev.launcho.core.process.command;

import org.jspecify.annotations.NullMarked;
