package dev.launcho.cli.render;

/** Colours text, or leaves it. */
public record Paint(boolean on) {
    /** By what they mean here. */
    public enum Colour {
        /** As it is. */
        PLAIN(""),
        /** Well. */
        GREEN("32"),
        /** On its way. */
        YELLOW("33"),
        /** Wrong. */
        RED("31"),
        /** Beside the point. */
        GREY("90"),
        /** Headings. */
        BOLD("1");

        private final String code;

        Colour(String code) {
            this.code = code;
        }
    }

    public String paint(Colour colour, String text) {
        return on && colour != Colour.PLAIN ? "\033[" + colour.code + "m" + text + "\033[0m" : text;
    }
}
