package dev.launcho.proxy.ipvs;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** The run of one turn's commands. It holds back commands that would do harm after a failed command. One thread. */
final class CommandExecution {
    private final Ipvsadm tool;
    private final Map<ServiceKey, String> names;
    private final TroubleNotices notices;
    private final Set<TableCommand> failed = new HashSet<>();

    CommandExecution(Ipvsadm tool, Map<ServiceKey, String> names, TroubleNotices notices) {
        this.tool = tool;
        this.names = names;
        this.notices = notices;
    }

    /** A callback for a service that somebody else has added after the table was listed and before our command. */
    interface Surprised {
        void by(ServiceKey service);
    }

    boolean clean() {
        return failed.isEmpty();
    }

    /** Returns the commands that are still worth a try in this turn. */
    List<TableCommand> possible(List<TableCommand> commands) {
        return commands.stream().filter(command -> !isBlocked(command)).toList();
    }

    /**
     * Returns whether a command must not run. Commands on a service that could not be added are blocked. If a server could not
     * be added, no server of that service leaves: it may be the last that answers.
     */
    private boolean isBlocked(TableCommand command) {
        return failed.stream()
                .filter(f -> f.service().equals(command.service()))
                .anyMatch(f -> f.equals(command) || !f.lowers() && (f.server().isEmpty() || command.lowers()));
    }

    void run(List<TableCommand> commands, BooleanSupplier overtaken, Surprised surprised) throws InterruptedException {
        for (TableCommand command : commands) {
            if (overtaken.getAsBoolean()) {
                return;
            }
            if (!isBlocked(command)) {
                Ipvsadm.Outcome outcome = tool.run(command.arguments());
                if (!outcome.ok() && command.isSurprise(outcome.stderr())) {
                    if (command.kind() == TableCommand.Kind.ADD_SERVICE) {
                        surprised.by(command.service());
                    }
                } else if (!outcome.ok()) {
                    failed.add(command);
                    tell(command, outcome);
                }
            }
        }
    }

    private void tell(TableCommand command, Ipvsadm.Outcome outcome) {
        String subject = names.getOrDefault(command.service(), command.service().toString());
        String message = command + ": " + outcome.problem();
        if (command.server().isEmpty() && !command.lowers()) {
            notices.failed(subject, message);
        } else {
            notices.warned(subject, message);
        }
    }
}
