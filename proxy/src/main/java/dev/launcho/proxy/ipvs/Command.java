package dev.launcho.proxy.ipvs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One change of the kernel's table.
 *
 * @param server of a command on a server
 * @param weight of a server that is added or edited
 * @param scheduler of a service that is added or edited
 */
record Command(Kind kind, ServiceKey service, Optional<Address> server, int weight, Optional<Scheduler> scheduler) {
    /** {@code -a} and {@code -e} need {@code -m} each time: without it they mean gatewaying. */
    static final String FORWARDING = "-m";

    enum Kind {
        ADD_SERVICE("-A"),
        EDIT_SERVICE("-E"),
        ADD_SERVER("-a"),
        EDIT_SERVER("-e"),
        DELETE_SERVER("-d"),
        DELETE_SERVICE("-D");

        private final String option;

        Kind(String option) {
            this.option = option;
        }
    }

    /** Adds or edits it. */
    static Command onService(Kind kind, ServiceKey service, Scheduler scheduler) {
        return new Command(kind, service, Optional.empty(), 0, Optional.of(scheduler));
    }

    static Command deleteService(ServiceKey service) {
        return new Command(Kind.DELETE_SERVICE, service, Optional.empty(), 0, Optional.empty());
    }

    static Command onServer(Kind kind, ServiceKey service, Address server, int weight) {
        return new Command(kind, service, Optional.of(server), weight, Optional.empty());
    }

    /** Whether it takes something out of rotation, or away. */
    boolean lowers() {
        return switch (kind) {
            case ADD_SERVICE, EDIT_SERVICE -> false;
            case ADD_SERVER, EDIT_SERVER -> weight == 0;
            case DELETE_SERVER, DELETE_SERVICE -> true;
        };
    }

    List<String> arguments() {
        String address = service.address().text();
        String real = server.map(Address::text).orElse("");
        String number = Integer.toString(weight);
        return switch (kind) {
            case ADD_SERVICE, EDIT_SERVICE -> {
                List<String> words = new ArrayList<>(List.of(kind.option, service.kind(), address));
                words.addAll(scheduler.orElseThrow().arguments());
                yield words;
            }
            case ADD_SERVER, EDIT_SERVER ->
                List.of(kind.option, service.kind(), address, "-r", real, FORWARDING, "-w", number);
            case DELETE_SERVER -> List.of(kind.option, service.kind(), address, "-r", real);
            case DELETE_SERVICE -> List.of(kind.option, service.kind(), address);
        };
    }

    /**
     * Whether a refusal means that the table is not as it was listed a moment ago. ipvsadm's exit status tells little, its
     * message (in the C locale) which it was.
     */
    boolean isSurprise(String stderr) {
        return stderr.contains("already exists")
                || stderr.contains("No such service")
                || stderr.contains("No such destination")
                || stderr.contains("Service not defined");
    }

    /** As a user would type it. */
    @Override
    public String toString() {
        return "ipvsadm " + String.join(" ", arguments());
    }
}
