/**
 * Output for people: tables that fit the terminal, sizes, ages, the progress bar, and colours where they are wanted.
 *
 * <p>One thread. Imports core's views; imports neither client nor commands.
 */
@NullMarked
package dev.launcho.cli.render;

import org.jspecify.annotations.NullMarked;
