package dev.launcho.core.config;

/** The form of the body that a receiver gets. */
public enum NotifyTemplate {
    /** All facts as members, for programs. */
    JSON,
    /** {@code {"text": ...}}, as Slack and Mattermost take it. */
    SLACK,
    /** {@code {"content": ...}}, as Discord takes it. */
    DISCORD
}
