package dev.launcho.cli.server.http;

import java.net.InetAddress;
import java.util.OptionalLong;

/** Who is let in. Called on event loops: must not block. */
public interface Gate {
    /**
     * @param authorization the header, empty if there is none
     * @return empty to let the request in, else after how many milliseconds to turn it away
     */
    OptionalLong refuse(String authorization, InetAddress from);
}
