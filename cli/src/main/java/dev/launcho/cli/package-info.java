/**
 * The program: {@link dev.launcho.cli.Main} hands its arguments to {@code cli.command}.
 *
 * <pre>
 *   Main -> command -> client, render, server -> protocol
 * </pre>
 *
 * <p>One thread, but for what a server starts. Exit codes are {@link dev.launcho.cli.client.ExitCode}.
 */
@NullMarked
package dev.launcho.cli;

import org.jspecify.annotations.NullMarked;
