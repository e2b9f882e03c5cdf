/**
 * The commands, one file each, written with picocli. A command reads its options, asks {@code cli.client} or runs
 * {@code cli.server}, and has {@code cli.render} show the answer: data on standard output, everything else on standard
 * error.
 *
 * <p>The main thread. Only {@code ServerCommand} and {@code DemoCommand} may touch what imports Netty. Imports every other
 * package below {@code cli}, but none below {@code cli.server}; core and picocli. Imported by {@code cli}.
 */
@NullMarked
package dev.launcho.cli.command;

import org.jspecify.annotations.NullMarked;
