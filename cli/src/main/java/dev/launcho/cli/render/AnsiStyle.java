package dev.launcho.cli.render;

/** A painter of text; without colours it leaves the text as it is. */
public record AnsiStyle(boolean on) {
    /** The colours by their meaning. */
    public enum Colour {
        /** As it is. */
        PLAIN(""),
        /** Healthy. */
        GREEN("32"),
        /** In progress. */
        YELLOW("33"),
        /** Wrong. */
        RED("31"),
        /** Of little interest. */
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
