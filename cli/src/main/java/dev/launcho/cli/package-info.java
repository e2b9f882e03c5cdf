/**
 * The program: {@link dev.launcho.cli.Main} and, in the thin client's jar, {@link dev.launcho.cli.ClientMain} hand their
 * arguments to {@code cli.command}.
 *
 * <pre>
 *   Main, ClientMain -> command -> client, render, server -> protocol
 * </pre>
 *
 * <p>One thread, except those that a server starts. The exit codes are {@link dev.launcho.cli.client.ExitCode}.
 */
@NullMarked
package dev.launcho.cli;

import org.jspecify.annotations.NullMarked;
