/**
 * Facts about sockets of this machine, whoever opens them. They say what failures mean
 * ({@link dev.launcho.core.net.SocketFailures}), which ports the kernel gives out
 * ({@link dev.launcho.core.net.EphemeralPorts}), and where to connect from when it has none left
 * ({@link dev.launcho.core.net.LoopbackSources}).
 *
 * <p>Threads: any, unless a class says otherwise. Imports {@code core.failure} only. Imported by {@code core.config},
 * {@code core.health}, and the modules {@code proxy} and {@code cli}.
 */
@NullMarked
package dev.launcho.core.net;

import org.jspecify.annotations.NullMarked;
