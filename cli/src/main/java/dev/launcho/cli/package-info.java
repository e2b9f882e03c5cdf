/**
 * The program: {@link dev.launcho.cli.Main} and, in the thin client's jar, {@link dev.launcho.cli.ClientMain} hand their
 * arguments to {@code cli.command}.
 *
 * <pre>
 *   Main, ClientMain -> command -> client, render, server -> protocol
 * </pre>
 *
 * <p>The main thread; commands and a server start threads of their own. The exit codes are
 * {@link dev.launcho.cli.client.ExitCode}. Imports {@code cli.command}, {@code cli.line}, {@code cli.render} and
 * {@code cli.protocol}. Nothing imports this package.
 */
@NullMarked
package dev.launcho.cli;

import org.jspecify.annotations.NullMarked;
