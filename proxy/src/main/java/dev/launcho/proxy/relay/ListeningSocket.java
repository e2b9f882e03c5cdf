package dev.launcho.proxy.relay;

/** An open listening socket. Any thread but the loops' own may call it. */
public interface ListeningSocket extends AutoCloseable {
    /** Returns false once {@link #close} or a fault has closed the socket. */
    boolean isOpen();

    /**
     * Closes the socket. Blocks until the address is free. Clients that connected before are served, unless the admission has no
     * place; accepted connections live on. Idempotent.
     */
    @Override
    void close();
}
