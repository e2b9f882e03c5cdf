package dev.launcho.proxy.relay;

/** An open listening socket. Any thread but the loops' own may call it. */
public interface ListeningSocket extends AutoCloseable {
    /** False once it was closed, by {@link #close} or by a fault. */
    boolean isOpen();

    /**
     * Blocks until the address is free. Who has connected until then is served, unless the intake has no place; accepted
     * connections live on. Idempotent.
     */
    @Override
    void close();
}
