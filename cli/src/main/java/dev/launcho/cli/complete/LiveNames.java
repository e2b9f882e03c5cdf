package dev.launcho.cli.complete;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.client.ServerText;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.core.admin.StatusView;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The names that a server has right now, for an argument by its label; none if the server does not answer at once. */
final class LiveNames {
    /** The longest that a person waits for a Tab. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private final CommandContext session;

    LiveNames(CommandContext session) {
        this.session = session;
    }

    /**
     * Returns the names, without those that no server of ours can have: a shell types them unquoted.
     *
     * @param label the argument's label, as help shows it
     */
    Stream<CompletionCandidate> of(String label) {
        return all(label).filter(candidate -> ServerText.isName(candidate.value()));
    }

    private Stream<CompletionCandidate> all(String label) {
        try {
            return switch (label) {
                case "SERVER" -> servers();
                case "SECRET_NAME" -> names(client().secretNames(), "secret");
                case "RESOURCE_ID" ->
                    client().resources().stream()
                            .map(resource -> new CompletionCandidate(resource.id(), resource.name()));
                case "TOKEN_NAME" ->
                    client().tokens().stream()
                            .filter(token -> !token.builtIn())
                            .map(token -> new CompletionCandidate(token.name(), "token, " + token.role()));
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

    private Stream<CompletionCandidate> servers() {
        return names(session.servers(), "server");
    }

    private static Stream<CompletionCandidate> names(List<String> names, String what) {
        return names.stream().map(name -> new CompletionCandidate(name, what));
    }

    private static Stream<CompletionCandidate> running(StatusView status) {
        Stream<CompletionCandidate> processes = status.processes().stream()
                .map(process -> new CompletionCandidate(process.name(), "process, " + process.state()));
        Stream<CompletionCandidate> instances = status.processes().stream()
                .flatMap(process -> process.instances().stream()
                        .map(instance ->
                                new CompletionCandidate(instance.id(), process.name() + ", " + instance.state())));
        Stream<CompletionCandidate> services = status.services().stream()
                .map(service -> new CompletionCandidate(service.name(), "service on " + service.on()));
        return Stream.of(processes, instances, services).flatMap(all -> all);
    }

    /** Returns the numbers of the kept revisions; {@code launcho history} shows what each holds. */
    private static Stream<CompletionCandidate> revisions(StatusView status) {
        long kept = Math.max(1, status.revision() - 49);
        return Stream.iterate(status.revision(), number -> number >= kept, number -> number - 1)
                .map(number -> new CompletionCandidate(Long.toString(number), "revision"));
    }
}
