/**
 * The checks of {@code launcho doctor}. They examine a machine and a home as a server would find them, and report what is
 * wrong and what to type. They change nothing and need no server. Each check is one file.
 *
 * <p>The main thread, blocking. Imports core and {@code cli.protocol}. Imported by {@code cli.command}.
 */
@NullMarked
package dev.launcho.cli.doctor;

import org.jspecify.annotations.NullMarked;
