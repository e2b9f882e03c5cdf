/**
 * What people see: tables that fit, sizes, ages, the progress bar, colours where they are wanted.
 *
 * <p>One thread. Imports core's views; knows neither client nor commands.
 */
@NullMarked
package dev.launcho.cli.render;

import org.jspecify.annotations.NullMarked;
