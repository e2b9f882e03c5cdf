package dev.launcho.cli.server.notify;

/** What the sender of messages has to say to the server's users. Any thread; must not block. */
public interface NotifyLog {
    void warn(String line);

    void inform(String line);
}
