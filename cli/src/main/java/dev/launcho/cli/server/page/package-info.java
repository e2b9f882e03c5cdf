/**
 * The files of the web page, as they lie in this package's folder of the jar.
 *
 * <p>Immutable. Imports {@code cli.server.wire} and nothing else of Launcho. Imported by
 * {@code cli.server.route}.
 */
@NullMarked
package dev.launcho.cli.server.page;

import org.jspecify.annotations.NullMarked;
