package dev.launcho.proxy.ipvs;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Runs the commands of one turn, and keeps what failed from doing harm. One thread. */
final class Execution {
    private final Ipvsadm tool;
    private final Map<ServiceKey, String> names;
    private final Notices notices;
    private final Set<Command> failed = new HashSet<>();

    Execution(Ipvsadm tool, Map<ServiceKey, String> names, Notices notices) {
        this.tool = tool;
        this.names = names;
        this.notices = notices;
    }

    /** Told of a service that somebody has put there between our look and our command. */
    interface Surprised {
        void by(ServiceKey service);
    }

    boolean clean() {
        return failed.isEmpty();
    }

    /** Those that are still worth trying in this turn. */
    List<Command> possible(List<Command> commands) {
        return commands.stream().filter(command -> !isBlocked(command)).toList();
    }

    /**
     * Nothing is done on a service that could not be made. Where a server could not be brought in, none leaves: it may be
     * the last that answers.
     */
    private boolean isBlocked(Command command) {
        return failed.stream()
                .filter(f -> f.service().equals(command.service()))
                .anyMatch(f -> f.equals(command) || !f.lowers() && (f.server().isEmpty() || command.lowers()));
    }

    void run(List<Command> commands, BooleanSupplier overtaken, Surprised surprised) throws InterruptedException {
        for (Command command : commands) {
            if (overtaken.getAsBoolean()) {
                return;
            }
            if (!isBlocked(command)) {
                Ipvsadm.Outcome outcome = tool.run(command.arguments());
                if (!outcome.ok() && command.isSurprise(outcome.stderr())) {
                    if (command.kind() == Command.Kind.ADD_SERVICE) {
                        surprised.by(command.service());
                    }
                } else if (!outcome.ok()) {
                    failed.add(command);
                    tell(command, outcome);
                }
            }
        }
    }

    private void tell(Command command, Ipvsadm.Outcome outcome) {
        String subject = names.getOrDefault(command.service(), command.service().toString());
        String message = command + ": " + outcome.problem();
        if (command.server().isEmpty() && !command.lowers()) {
            notices.failed(subject, message);
        } else {
            notices.warned(subject, message);
        }
    }
}
