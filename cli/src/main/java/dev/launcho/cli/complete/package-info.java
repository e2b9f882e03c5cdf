/**
 * The completions that the shells ask for: what may follow on a command line, and the names that a server has.
 *
 * <p>The main thread. Imports {@code cli.client}, {@code cli.line}, core and picocli. Imported by {@code cli.command}, which
 * says which command was typed.
 */
@NullMarked
package dev.launcho.cli.complete;

import org.jspecify.annotations.NullMarked;
