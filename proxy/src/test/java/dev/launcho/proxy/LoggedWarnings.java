package dev.launcho.proxy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the balancer logs as warnings until this is closed, instead of on the console. */
final class LoggedWarnings extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("dev.launcho.proxy");
    private final List<String> lines = new CopyOnWriteArrayList<>();

    LoggedWarnings() {
        logger.setUseParentHandlers(false);
        logger.addHandler(this);
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void publish(LogRecord logged) {
        if (logged.getLevel() == Level.WARNING) {
            lines.add(logged.getMessage());
        }
    }

    @Override
    public void flush() {
        // Nothing is kept back.
    }

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
    }
}
