package dev.launcho.proxy.ipvs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A change of the kernel's table.
 *
 * @param server the server; empty for a command on a service
 * @param weight of a server that is added or edited
 * @param scheduler of a service that is added or edited
 */
record TableCommand(
        Kind kind, ServiceKey service, Optional<Address> server, int weight, Optional<Scheduler> scheduler) {
    /** The option for masquerading. {@code -a} and {@code -e} need it each time: without it they mean gatewaying. */
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

    /** Returns a command that adds or edits a service. */
    static TableCommand onService(Kind kind, ServiceKey service, Scheduler scheduler) {
        return new TableCommand(kind, service, Optional.empty(), 0, Optional.of(scheduler));
    }

    static TableCommand deleteService(ServiceKey service) {
        return new TableCommand(Kind.DELETE_SERVICE, service, Optional.empty(), 0, Optional.empty());
    }

    static TableCommand onServer(Kind kind, ServiceKey service, Address server, int weight) {
        return new TableCommand(kind, service, Optional.of(server), weight, Optional.empty());
    }

    /** Returns whether this takes a server out of rotation, or deletes a server or service. */
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
     * Returns whether a refusal means that the table has changed since it was listed. The exit status of ipvsadm does not
     * show that, but its message (in the C locale) does.
     */
    boolean isSurprise(String stderr) {
        return stderr.contains("already exists")
                || stderr.contains("No such service")
                || stderr.contains("No such destination")
                || stderr.contains("Service not defined");
    }

    /** Returns the command as a user would type it. */
    @Override
    public String toString() {
        return "ipvsadm " + String.join(" ", arguments());
    }
}
