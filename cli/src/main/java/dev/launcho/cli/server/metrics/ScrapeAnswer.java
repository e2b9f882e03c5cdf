package dev.launcho.cli.server.metrics;

/**
 * The answer to a scrape.
 *
 * @param type for the header Content-Type
 * @param text UTF-8; shared, must not be changed
 */
public record ScrapeAnswer(String type, byte[] text) {}
