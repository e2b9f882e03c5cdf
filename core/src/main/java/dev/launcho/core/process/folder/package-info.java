/**
 * The working directory of an instance, with its resources.
 *
 * <p>Runs on worker threads of the host. Imports {@code core.model}, {@code core.disk} and {@code process.system}. Only
 * {@code core.process} imports it.
 */
@NullMarked
package dev.launcho.core.process.folder;

import org.jspecify.annotations.NullMarked;
