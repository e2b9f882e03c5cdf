package dev.launcho.core.model;

import java.time.Instant;

/** One transition of a rollout: {@code web}, {@code keen-lynx-21 ready after 2.1s}. */
public record RolloutStep(Instant at, String process, String message) {}
