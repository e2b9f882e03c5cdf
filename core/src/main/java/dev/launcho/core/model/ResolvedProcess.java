package dev.launcho.core.model;

/**
 * A process of which each reference is resolved: the only kind that a host launches. {@code SecretResolver} makes it of a
 * template, so that nothing can launch <code>${X}</code>.
 *
 * @param spec the template with its references replaced; {@code ${X}} in it is text
 */
public record ResolvedProcess(ProcessSpec spec) {
    /** Returns the name only: the spec has values of secrets. */
    @Override
    public String toString() {
        return "ResolvedProcess[" + spec.name() + "]";
    }
}
