/**
 * A folder as one archive: which files belong to it, their order and their bytes; and the settings of {@code launcho
 * deploy}.
 *
 * <p>The main thread. Imports {@code cli.client}, core and the JDK. Imported by {@code cli.command}.
 */
@NullMarked
package dev.launcho.cli.deploy;

import org.jspecify.annotations.NullMarked;
