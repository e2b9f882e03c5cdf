package dev.launcho.core.model;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The name of an instance, unique on its server for ever: {@code calm-otter-17}. */
public record InstanceId(String name) implements Comparable<InstanceId> {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]*");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    public InstanceId {
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException("not an instance name: " + name);
        }
    }

    /** Returns the number at the end of the name, which rises with each instance; 0 if there is none. */
    public long number() {
        String digits = name.substring(name.lastIndexOf('-') + 1);
        return NUMBER.matcher(digits).matches() ? Long.parseLong(digits) : 0;
    }

    /** Written out for speed, as in {@link Version}: every search for an instance calls this. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof InstanceId id && name.equals(id.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
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
