/**
 * The server's own settings: {@code launcho-config.yaml}, and the files of secrets that it names.
 *
 * <p>Pure: no threads, no I/O; whoever reads the files passes their text. Imports {@code core.yaml}, {@code core.target} (for
 * {@link dev.launcho.core.target.Template}) and the JDK.
 */
@NullMarked
package dev.launcho.core.config;

import org.jspecify.annotations.NullMarked;
