/** Tests over real loopback sockets; every class runs once for each {@link dev.launcho.proxy.EngineKind}. */
@NullMarked
package dev.launcho.proxy;

import org.jspecify.annotations.NullMarked;
