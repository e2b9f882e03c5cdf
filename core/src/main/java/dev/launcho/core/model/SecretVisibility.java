package dev.launcho.core.model;

/** The clearance of a user for secrets. */
public enum SecretVisibility {
    ALL,
    /** Everything but the values of secrets and answers that would confirm a guess of a value. */
    NO_SECRETS
}
