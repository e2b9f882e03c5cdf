/**
 * {@code launcho demo}: the whole story in half a minute, on a server of its own, through the commands that a user would
 * type.
 *
 * <p>The main thread, besides those of {@code RequestLoad} and a hook that removes the server at the end. Imports
 * {@code cli.client}, {@code cli.render}, {@code cli.protocol} and core. Imported by {@code cli.command}.
 */
@NullMarked
package dev.launcho.cli.demo;

import org.jspecify.annotations.NullMarked;
