package dev.launcho.cli.line;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The meaning of {@code -w}: {@code --which} everywhere, but {@code --watch} after {@code events}, as users of other tools expect. */
public final class OptionShorthand {
    private static final Set<String> WITH_VALUE = Set.of("--home", "-w", "--which", "--color");

    private OptionShorthand() {}

    public static String[] spelledOut(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        int command = 0;
        while (command < all.size() && all.get(command).startsWith("-")) {
            command += WITH_VALUE.contains(all.get(command)) ? 2 : 1;
        }
        if (command < all.size() && all.get(command).equals("events")) {
            all.subList(command, all.size()).replaceAll(one -> one.equals("-w") ? "--watch" : one);
        }
        return all.toArray(String[]::new);
    }
}
