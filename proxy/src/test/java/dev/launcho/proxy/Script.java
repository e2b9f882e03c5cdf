package dev.launcho.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * What one side of a connection does, made up from a seed.
 *
 * @param steps ends with FIN or RESET
 * @param receiveBuffer of a client, in bytes, 0 for the system's; a backend has its listening socket's
 * @param lazy microseconds that it waits before each read
 */
record Script(List<Step> steps, int receiveBuffer, int lazy) {
    /** @param amount bytes to send, or microseconds to pause */
    record Step(Kind kind, int amount) {
        @Override
        public String toString() {
            return kind == Kind.SEND || kind == Kind.PAUSE ? kind + " " + amount : kind.toString();
        }
    }

    enum Kind {
        SEND,
        PAUSE,
        /** Waits until the peer is there and has read everything, and the end if one was sent. */
        SETTLE,
        FIN,
        RESET
    }

    static Script random(Random random) {
        List<Step> steps = new ArrayList<>();
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            switch (random.nextInt(4)) {
                case 0 -> steps.add(new Step(Kind.PAUSE, random.nextInt(3_000)));
                case 1 -> steps.add(new Step(Kind.SEND, 1 + random.nextInt(100)));
                case 2 -> steps.add(new Step(Kind.SEND, 1 + random.nextInt(70_000)));
                default ->
                    steps.add(new Step(Kind.SEND, 1 + random.nextInt(random.nextInt(4) == 0 ? 3_000_000 : 300_000)));
            }
        }
        end(random, steps);
        return new Script(
                steps, random.nextInt(3) == 0 ? 16 * 1024 : 0, random.nextInt(3) == 0 ? random.nextInt(300) : 0);
    }

    private static void end(Random random, List<Step> steps) {
        switch (random.nextInt(7)) {
            case 0 -> {
                settle(steps);
                steps.add(new Step(Kind.RESET, 0));
            }
            case 1 -> {
                steps.add(new Step(Kind.FIN, 0));
                settle(steps);
                steps.add(new Step(Kind.PAUSE, random.nextInt(3_000)));
                steps.add(new Step(Kind.RESET, 0));
            }
            case 2 -> resetAtOnce(steps);
            case 3 -> {
                steps.add(new Step(Kind.FIN, 0));
                resetAtOnce(steps);
            }
            default -> steps.add(new Step(Kind.FIN, 0));
        }
    }

    /** Who has sent nothing at all may be gone before anybody was connected for it. */
    private static void resetAtOnce(List<Step> steps) {
        if (bytes(steps) == 0) {
            settle(steps);
        }
        steps.add(new Step(Kind.RESET, 0));
    }

    private static void settle(List<Step> steps) {
        steps.add(new Step(Kind.SETTLE, 0));
    }

    /** The same, behind one byte: of who has sent nothing it matters when he leaves. */
    Script speaking() {
        List<Step> first = new ArrayList<>(List.of(new Step(Kind.SEND, 1)));
        first.addAll(steps);
        return new Script(first, receiveBuffer, lazy);
    }

    boolean isCramped() {
        return receiveBuffer > 0;
    }

    boolean finishes() {
        return steps.stream().anyMatch(step -> step.kind() == Kind.FIN);
    }

    boolean settles() {
        return steps.stream().anyMatch(step -> step.kind() == Kind.SETTLE);
    }

    boolean resets() {
        return steps.get(steps.size() - 1).kind() == Kind.RESET;
    }

    long bytes() {
        return bytes(steps);
    }

    private static long bytes(List<Step> steps) {
        return steps.stream()
                .filter(step -> step.kind() == Kind.SEND)
                .mapToLong(Step::amount)
                .sum();
    }

    @Override
    public String toString() {
        return steps.stream().map(Step::toString).collect(Collectors.joining(", "))
                + (receiveBuffer > 0 ? ", small buffer" : "")
                + (lazy > 0 ? ", reads every " + lazy + " us" : "");
    }
}
