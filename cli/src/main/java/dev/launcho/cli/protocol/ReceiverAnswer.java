package dev.launcho.cli.protocol;

/**
 * A receiver's answer to a test message.
 *
 * @param number its place in {@code server.notify}, from 1
 * @param url scheme, host and port only
 * @param delivered whether it took the message
 * @param problem why it did not; empty if it did
 * @param answer the beginning of what it answered; may be empty
 */
public record ReceiverAnswer(int number, String url, boolean delivered, String problem, String answer) {}
