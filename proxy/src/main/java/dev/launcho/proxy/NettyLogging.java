package dev.launcho.proxy;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Netty's own log goes to {@code java.util.logging}, and only its errors: what it warns of, a peer's network can bring
 * about as often as it likes. Who wants more sets a level for {@code io.netty}.
 */
final class NettyLogging {
    /** Held, because the JDK forgets the level of a logger that nobody refers to. */
    private static final Logger NETTY = Logger.getLogger("io.netty");

    private NettyLogging() {}

    /** Before the first use of Netty. */
    static void quieten() {
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        if (NETTY.getLevel() == null) {
            NETTY.setLevel(Level.SEVERE);
        }
    }
}
