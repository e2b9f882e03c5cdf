/**
 * The machine that instances are started with: its accounts, its programs, its limits, and the scripts that
 * {@link dev.launcho.core.process.system.ShimScripts} hands to its shell.
 *
 * <p>Any thread; most calls block for a program or the disk. Imports {@code core.model}, {@code core.disk},
 * {@code core.failure}, {@code core.text} and {@code process.kernel}. Imported by {@code core.process} and most
 * packages below that.
 */
@NullMarked
package dev.launcho.core.process.system;

import org.jspecify.annotations.NullMarked;
