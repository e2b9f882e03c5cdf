package dev.launcho.core.model;

/** The name of one running copy of a process, unique on its server for ever: {@code calm-otter-17}. */
public record InstanceId(String name) implements Comparable<InstanceId> {
    public InstanceId {
        if (!name.matches("[a-z0-9][a-z0-9-]*")) {
            throw new IllegalArgumentException("not an instance name: " + name);
        }
    }

    @Override
    public int compareTo(InstanceId other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
