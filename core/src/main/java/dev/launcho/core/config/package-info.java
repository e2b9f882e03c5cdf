/**
 * The server's own settings: {@code launcho-config.yaml}, and the files of secrets that it names.
 *
 * <p>Pure; any thread. No I/O: callers read the files and pass their text. Imports {@code core.yaml},
 * {@code core.text}, {@code core.net} and {@code core.spec} (for {@link dev.launcho.core.spec.SecretTemplate}).
 * Imported by {@code cli.server} and {@code cli.doctor}.
 */
@NullMarked
package dev.launcho.core.config;

import org.jspecify.annotations.NullMarked;
