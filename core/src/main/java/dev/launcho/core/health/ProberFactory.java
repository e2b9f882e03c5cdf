package dev.launcho.core.health;

/** Makes probers. */
public final class ProberFactory {
    private ProberFactory() {}

    /** Makes a prober that asks over loopback. */
    public static Prober loopback(Prober.Witness witness, Prober.Listener listener) {
        return new SocketProber(witness, listener);
    }
}
