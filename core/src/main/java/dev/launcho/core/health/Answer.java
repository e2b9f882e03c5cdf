package dev.launcho.core.health;

/**
 * What one probe found.
 *
 * @param text one line for a user
 * @param address the loopback literal that accepted; empty if none did
 */
record Answer(boolean healthy, String text, String address) {}
