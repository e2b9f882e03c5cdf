package dev.launcho.bench.compare.report;

import java.math.BigDecimal;
import java.math.MathContext;

/** A writer of indented JSON. A given task writes the content of an object or array. */
final class Json {
    private static final MathContext DIGITS = new MathContext(6);

    private final StringBuilder text = new StringBuilder();
    private int depth;
    private boolean first = true;
    private boolean named;

    void object(Runnable members) {
        enclose('{', members, '}');
    }

    void array(Runnable values) {
        enclose('[', values, ']');
    }

    Json name(String name) {
        separate();
        quote(name);
        text.append(": ");
        named = true;
        return this;
    }

    void value(String value) {
        separate();
        quote(value);
    }

    void value(long value) {
        separate();
        text.append(value);
    }

    void value(double value) {
        separate();
        BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
        text.append(rounded.scale() > 12 ? rounded.toString() : rounded.toPlainString());
    }

    String text() {
        return text + "\n";
    }

    private void enclose(char open, Runnable inside, char close) {
        separate();
        text.append(open);
        depth++;
        first = true;
        inside.run();
        depth--;
        if (!first) {
            line();
        }
        first = false;
        text.append(close);
    }

    private void separate() {
        if (!named && depth > 0) {
            if (!first) {
                text.append(',');
            }
            line();
        }
        named = false;
        first = false;
    }

    private void line() {
        text.append('\n').append("  ".repeat(depth));
    }

    private void quote(String value) {
        text.append('"');
        for (char c : value.toCharArray()) {
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
