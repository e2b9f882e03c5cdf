package dev.launcho.core.store;

import dev.launcho.core.event.Event;
import dev.launcho.core.event.EventKind;
import dev.launcho.core.text.QuotedText;
import dev.launcho.core.text.SecretForms;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The redaction of secrets: it replaces their values by {@code ${NAME}} in texts of others that are shown or kept. Such
 * texts are probe answers, last lines of logs, and launch failures. Former values are replaced, too, up to ten thousand
 * values in all. They are replaced in each of their {@link SecretForms}, as in logs. Short values stay: they would be found
 * everywhere. Thread-safe.
 */
public final class SecretRedaction {
    private static final int SHORTEST = 6;
    /** Characters that fill a long; each text that is searched for has more. */
    private static final int BEGINNING = Long.BYTES / Character.BYTES;

    private static final int MOST = 10_000;

    private volatile Predicate<String> resource = id -> false;
    private final Map<String, String> learnt = new LinkedHashMap<>();
    /** The forms of each learnt value; they are made once. */
    private final Map<String, Set<String>> forms = new HashMap<>();

    private volatile Known known = new Known(Map.of(), Set.of(), Map.of());
    private volatile Secret secret = new Secret(Map.of(), Set.of(), Map.of());

    /**
     * The known values.
     *
     * @param values names by whole value
     * @param ids values that look like ids of resources
     * @param texts texts that are searched for, with names, by their first {@link #BEGINNING} characters
     */
    private record Known(
            Map<String, String> values, Set<String> ids, Map<Long, List<Map.Entry<String, String>>> texts) {}

    /** All values except the ids of stored resources. */
    private record Secret(Map<String, String> all, Set<String> stored, Map<String, String> values) {}

    /**
     * Excludes the ids of stored resources: they are no secrets, and users have to tell them apart. Any thread.
     *
     * @param stored whether there is a resource with an id
     */
    public void leave(Predicate<String> stored) {
        resource = stored;
    }

    /** Adds present values of secrets. */
    synchronized void learn(Map<String, String> secrets) {
        secrets.forEach(this::add);
        publish();
    }

    /** Adds former values of secrets. */
    synchronized void recall(Map<String, ? extends Collection<String>> earlier) {
        earlier.forEach((name, values) -> values.forEach(value -> {
            if (!learnt.containsKey(value)) {
                add(name, value);
            }
        }));
        publish();
    }

    /** Adds a value as the newest one; if there are too many, the oldest is forgotten. */
    private void add(String name, String value) {
        if (value.strip().length() >= SHORTEST) {
            learnt.remove(value);
            learnt.put(value, name);
            forms.computeIfAbsent(value, SecretForms::of);
        }
        if (learnt.size() > MOST) {
            String oldest = learnt.keySet().iterator().next();
            learnt.remove(oldest);
            forms.remove(oldest);
        }
    }

    private void publish() {
        Map<String, String> byText = new LinkedHashMap<>();
        learnt.forEach((value, name) -> byText.put(value.strip(), name));
        learnt.forEach(
                (value, name) -> forms.getOrDefault(value, Set.of()).forEach(form -> byText.putIfAbsent(form, name)));
        Map<Long, List<Map.Entry<String, String>>> texts = new HashMap<>();
        byText.entrySet()
                .forEach(e -> texts.computeIfAbsent(beginning(e.getKey()), word -> new ArrayList<>())
                        .add(e));
        known = new Known(
                Collections.unmodifiableMap(new LinkedHashMap<>(learnt)),
                learnt.keySet().stream().filter(ResourceStore::isId).collect(Collectors.toSet()),
                texts);
    }

    private static long beginning(String text) {
        long word = 0;
        for (int i = 0; i < BEGINNING; i++) {
            word = next(word, text.charAt(i));
        }
        return word;
    }

    private static long next(long word, char character) {
        return word << Character.SIZE | character;
    }

    /** Returns the texts to search for whose beginnings are in {@code text}, the longest first. */
    private List<Map.Entry<String, String>> begun(String text) {
        Map<Long, List<Map.Entry<String, String>>> texts = known.texts();
        Set<Long> words = new HashSet<>();
        long word = 0;
        for (int i = 0; i < text.length(); i++) {
            word = next(word, text.charAt(i));
            if (texts.containsKey(word)) {
                words.add(word);
            }
        }
        List<Map.Entry<String, String>> begun = new ArrayList<>();
        words.forEach(w -> begun.addAll(texts.get(w)));
        begun.sort(Comparator.comparingInt(e -> -e.getKey().length()));
        return begun;
    }

    public String of(String text) {
        String clean = text;
        for (Map.Entry<String, String> e : begun(text)) {
            if (clean.contains(e.getKey()) && !isResource(e.getKey())) {
                clean = clean.replace(e.getKey(), "${" + e.getValue() + "}");
            }
        }
        return clean;
    }

    /** Returns a text of others as it is shown: without secrets, on one line, without what would control a terminal. */
    public String shown(String text) {
        return QuotedText.clean(of(text));
    }

    /** Returns an event with its sentence, and the texts of its fact, as they are shown. */
    public Event of(Event event) {
        return new Event(
                event.sequence(),
                event.at(),
                event.severity(),
                event.subject(),
                shown(event.message()),
                new EventKind.Recorded(EventFacts.saying(EventFacts.of(event.kind()), this::shown)));
    }

    private boolean isResource(String value) {
        return ResourceStore.isId(value) && resource.test(value);
    }

    /** Returns names by value, without ids of stored resources; the identical map as long as its content is the same. */
    public Map<String, String> values() {
        Known now = known;
        if (now.ids().isEmpty()) {
            return now.values();
        }
        Set<String> stored = now.ids().stream().filter(resource).collect(Collectors.toSet());
        Secret last = secret;
        if (last.all() != now.values() || !last.stored().equals(stored)) {
            Map<String, String> values = new LinkedHashMap<>(now.values());
            values.keySet().removeAll(stored);
            last = new Secret(now.values(), stored, Collections.unmodifiableMap(values));
            secret = last;
        }
        return last.values();
    }
}
