package dev.launcho.core.event;

import java.time.Instant;

/** A step of a rollout: {@code web}, {@code keen-lynx-21 ready after 2.1s}. */
public record RolloutStep(Instant at, String process, String message) {}
