/**
 * Output for people: tables that fit the terminal, sizes, ages, the progress bar, and colours where they are wanted.
 *
 * <p>One thread, except where a class says otherwise. Imports core's views and values, and nothing of {@code cli}. Imported by
 * {@code cli}, {@code cli.command}, {@code cli.demo} and {@code cli.line}.
 */
@NullMarked
package dev.launcho.cli.render;

import org.jspecify.annotations.NullMarked;
