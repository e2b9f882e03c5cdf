/**
 * {@code launcho demo}: the whole story in half a minute, on a server of its own, through the commands that a user would
 * type.
 *
 * <p>One thread, besides those of {@code RequestLoad}. Imports {@code cli.client}, {@code cli.render}, {@code cli.protocol} and core.
 */
@NullMarked
package dev.launcho.cli.demo;

import org.jspecify.annotations.NullMarked;
