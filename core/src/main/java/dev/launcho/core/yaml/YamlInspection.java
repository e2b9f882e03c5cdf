package dev.launcho.core.yaml;

import dev.launcho.core.text.NearestWord;
import dev.launcho.core.text.QuotedText;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A first walk over the events of a file, before any tree is built. It rejects structures that must not be walked as a tree
 * (cycles, aliases that multiply, deep nesting). It also rejects features that a target never needs (tags, several
 * documents).
 */
final class YamlInspection {
    /** Most levels of nesting, with aliases expanded. A target needs six. */
    static final int DEEPEST = 32;

    /** Most values of a file, with aliases expanded. */
    static final int MOST_VALUES = 100_000;

    private final Problems problems;
    private final Deque<Frame> open = new ArrayDeque<>();
    private final Map<String, Frame> anchors = new HashMap<>();
    private int documents;
    private boolean walkable = true;
    private boolean done;

    YamlInspection(Problems problems) {
        this.problems = problems;
    }

    /** Returns whether the first document can be composed and walked. Problems may have been added even then. */
    boolean walkable(Supplier<Optional<Event>> events) {
        while (!done) {
            events.get().ifPresentOrElse(this::see, () -> done = true);
        }
        return walkable && documents > 0;
    }

    private void see(Event event) {
        if (event instanceof DocumentStartEvent && ++documents > 1) {
            add(event.getStartMark(), "a second document starts here", "one file is one document, remove the ---");
            done = true;
        } else if (event instanceof CollectionStartEvent start) {
            tag(start.getTag(), start);
            enter(start);
        } else if (event instanceof ScalarEvent scalar) {
            tag(scalar.getTag(), scalar);
            Frame leaf = new Frame(scalar);
            remember(scalar.getAnchor(), leaf);
            leave(leaf);
        } else if (event instanceof AliasEvent alias) {
            alias(alias);
        } else if (event.is(Event.ID.SequenceEnd) || event.is(Event.ID.MappingEnd)) {
            leave(open.pop());
        }
    }

    private void enter(CollectionStartEvent start) {
        Frame frame = new Frame(start);
        remember(start.getAnchor(), frame);
        open.push(frame);
        if (open.size() > DEEPEST) {
            stop(start.getStartMark(), "nested more than " + DEEPEST + " levels deep", "");
        }
    }

    private void leave(Frame frame) {
        frame.closed = true;
        grow(frame, frame.event.getStartMark());
    }

    /** Adds the size of a value to the collection around it. */
    private void grow(Frame value, Mark at) {
        Frame around = open.peek();
        if (around == null) {
            return;
        }
        around.values += value.values;
        around.depth = Math.max(around.depth, value.depth + 1);
        if (around.values > MOST_VALUES) {
            stop(at, "more than " + MOST_VALUES + " values, aliases expanded", "");
        } else if (open.size() + value.depth > DEEPEST) {
            stop(at, "nested more than " + DEEPEST + " levels deep, aliases expanded", "");
        }
    }

    private void alias(AliasEvent alias) {
        Frame meant = anchors.get(alias.getAnchor());
        if (meant == null) {
            String anchor = QuotedText.bare(alias.getAnchor());
            String hint = NearestWord.to(alias.getAnchor(), anchors.keySet())
                    .map(near -> "did you mean *" + QuotedText.bare(near) + "?")
                    .orElse("write &" + anchor + " before the value that is meant, or quote the text");
            add(alias.getStartMark(), "no anchor &" + anchor + " stands before *" + anchor, hint);
            walkable = false;
        } else if (!meant.closed) {
            add(alias.getStartMark(), "*" + QuotedText.bare(alias.getAnchor()) + " contains itself", "");
            walkable = false;
        } else {
            grow(meant, alias.getStartMark());
        }
    }

    private void remember(String anchor, Frame frame) {
        if (anchor != null) {
            anchors.put(anchor, frame);
        }
    }

    private void tag(String tag, NodeEvent event) {
        if (tag != null) {
            String shown = tag.startsWith(Tag.PREFIX) ? "!!" + tag.substring(Tag.PREFIX.length()) : tag;
            add(event.getStartMark(), "the tag " + QuotedText.of(shown) + " can't be used here", "remove it");
        }
    }

    private void stop(Mark at, String message, String hint) {
        add(at, message, hint);
        walkable = false;
        done = true;
    }

    private void add(Mark at, String message, String hint) {
        problems.add(at.getLine() + 1, at.getColumn() + 1, 1, message, hint);
    }

    /** A value, or a collection that is being read; its size counts itself and is never far over the bound. */
    private static final class Frame {
        private final Event event;
        private int values = 1;
        private int depth;
        private boolean closed;

        Frame(Event event) {
            this.event = event;
        }
    }
}
