package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.Failure;
import dev.launcho.core.admin.StatusView;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Names that a server has right now, for an argument by its label; none where it can't be asked at once. */
final class LiveNames {
    /** Nobody waits longer for a Tab. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private final Session session;

    LiveNames(Session session) {
        this.session = session;
    }

    /** @param label the argument's, as help shows it */
    Stream<Candidate> of(String label) {
        try {
            return switch (label) {
                case "SERVER" -> servers();
                case "SECRET_NAME" -> names(client().secretNames(), "secret");
                case "RESOURCE_ID" ->
                    client().resources().stream().map(resource -> new Candidate(resource.id(), resource.name()));
                case "REV" -> revisions(client().status());
                case "NAME" -> running(client().status());
                default -> Stream.of();
            };
        } catch (Failure e) {
            return Stream.of();
        }
    }

    private AdminClient client() throws Failure {
        return session.client(PATIENCE);
    }

    private Stream<Candidate> servers() {
        return names(session.servers(), "server");
    }

    private static Stream<Candidate> names(List<String> names, String what) {
        return names.stream().map(name -> new Candidate(name, what));
    }

    private static Stream<Candidate> running(StatusView status) {
        Stream<Candidate> processes = status.processes().stream()
                .map(process -> new Candidate(process.name(), "process, " + process.state()));
        Stream<Candidate> instances = status.processes().stream()
                .flatMap(process -> process.instances().stream()
                        .map(instance -> new Candidate(instance.id(), process.name() + ", " + instance.state())));
        Stream<Candidate> services =
                status.services().stream().map(service -> new Candidate(service.name(), "service on " + service.on()));
        return Stream.of(processes, instances, services).flatMap(all -> all);
    }

    /** Of those that are kept; what each holds is for {@code launcho history} to tell. */
    private static Stream<Candidate> revisions(StatusView status) {
        long kept = Math.max(1, status.revision() - 49);
        return Stream.iterate(status.revision(), number -> number >= kept, number -> number - 1)
                .map(number -> new Candidate(Long.toString(number), "revision"));
    }
}
