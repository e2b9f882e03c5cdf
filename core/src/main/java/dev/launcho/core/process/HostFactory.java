package dev.launcho.core.process;

import java.io.IOException;

/** Makes process hosts. */
public final class HostFactory {
    private HostFactory() {}

    /** Makes a host whose instances are children of this JVM, on Linux. */
    public static ProcessHost local(HostSettings settings, ProcessHost.Listener listener) throws IOException {
        return new LocalProcessHost(settings, listener);
    }
}
