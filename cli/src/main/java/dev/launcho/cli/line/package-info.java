/**
 * What commands share: options, input files, reports of a change, messages.
 *
 * <p>The main thread. Imports {@code cli.client}, {@code cli.protocol}, {@code cli.render}, core and picocli. Imported by
 * {@code cli.command}, {@code cli.complete} and {@code cli}.
 */
@NullMarked
package dev.launcho.cli.line;

import org.jspecify.annotations.NullMarked;
