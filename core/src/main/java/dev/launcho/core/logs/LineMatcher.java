package dev.launcho.core.logs;

import dev.launcho.core.text.QuotedText;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Finds lines that contain a match of a regular expression. Gives up one that examines a line's characters without end. */
final class LineMatcher implements Predicate<String> {
    /** Most reads of characters for one line: some milliseconds. */
    private static final int MOST_LOOKS = 4_000_000;

    private final Pattern pattern;

    private LineMatcher(Pattern pattern) {
        this.pattern = pattern;
    }

    /** @throws BadPattern with what is wrong with it */
    static Predicate<String> of(String pattern) throws BadPattern {
        if (pattern.isEmpty()) {
            return line -> true;
        }
        try {
            return new LineMatcher(Pattern.compile(pattern));
        } catch (PatternSyntaxException e) {
            throw new BadPattern(QuotedText.of(pattern) + " is not a regular expression: " + e.getDescription());
        } catch (StackOverflowError deep) {
            throw new BadPattern("the regular expression nests too deep: it has " + pattern.length()
                    + " characters; take a simpler one");
        }
    }

    @Override
    public boolean test(String line) {
        try {
            return pattern.matcher(new Patient(line)).find();
        } catch (StackOverflowError deep) {
            throw new TooSlow();
        }
    }

    /** A text that counts how often its characters are read: a pattern such as {@code (a+)+b} may need for ever. */
    private static final class Patient implements CharSequence {
        private final String text;
        private int looks;

        Patient(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++looks > MOST_LOOKS) {
                throw new TooSlow();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** The pattern takes too long on some line. */
    static final class TooSlow extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooSlow() {
            super("the pattern takes too long on one of the lines; nested repetitions cause that", null, false, false);
        }
    }
}
