package dev.launcho.proxy;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The set-up of Netty's own log: errors only, to {@code java.util.logging}. A peer could cause Netty's warnings as often
 * as it likes, so they are off. To see more, set a level for {@code io.netty}.
 */
final class NettyLogging {
    /** A strong reference: the JDK forgets the level of a logger that nothing refers to. */
    private static final Logger NETTY = Logger.getLogger("io.netty");

    private NettyLogging() {}

    /** Sets the log up; to be called before the first use of Netty. */
    static void quieten() {
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        if (NETTY.getLevel() == null) {
            NETTY.setLevel(Level.SEVERE);
        }
    }
}
