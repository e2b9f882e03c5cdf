package dev.launcho.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code -w} means {@code --which} everywhere, but after {@code events} what it means to users of other tools: {@code --watch}. */
final class Shorthand {
    private static final Set<String> WITH_VALUE = Set.of("--home", "-w", "--which", "--color");

    private Shorthand() {}

    static String[] spelledOut(String... arguments) {
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
