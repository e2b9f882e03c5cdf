package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.client.Login;
import dev.launcho.cli.doctor.CheckFinding;
import dev.launcho.cli.doctor.DoctorContext;
import dev.launcho.cli.doctor.DoctorRun;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.OutputFormat;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.protocol.ReceiverView;
import dev.launcho.cli.render.AgeFormat;
import dev.launcho.cli.render.AnsiStyle.Colour;
import dev.launcho.cli.render.Console;
import dev.launcho.cli.render.TextTable;
import dev.launcho.cli.render.TextTable.Cell;
import dev.launcho.cli.render.TextTable.Column;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code launcho doctor}: needs neither a server nor a home. */
@Command(
        name = "doctor",
        description = "Check this machine and the home: print what is wrong and how to fix it.",
        footer = {
            "",
            "It changes nothing. The exit code is 1 if a check failed; warnings alone leave it 0.",
            "",
            "Examples:",
            "  launcho doctor",
            "  sudo launcho --home /var/lib/launcho doctor -o json"
        })
final class DoctorCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final CommandContext session;

    @Mixin
    private OutputFormat format = new OutputFormat();

    DoctorCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        DoctorContext site = DoctorContext.here(session.home(), session.environment());
        List<CheckFinding> findings = new ArrayList<>(DoctorRun.look(site));
        findings.addAll(server());
        boolean failed = findings.stream().anyMatch(f -> f.state() == CheckFinding.State.FAILED);
        Console console = session.console();
        format.print(
                console,
                Json.object("healthy", !failed, "findings", Json.array(findings, CheckFinding::json)),
                findings.stream()
                        .filter(f -> f.state() != CheckFinding.State.OK)
                        .map(CheckFinding::check)
                        .distinct()
                        .toList(),
                () -> table(findings)
                        .render(console.width(), console.paint(Console.Stream.OUT))
                        .forEach(console.out()::println));
        return (failed ? ExitCode.FAILED : ExitCode.OK).number();
    }

    private static TextTable table(List<CheckFinding> findings) {
        TextTable table = new TextTable(List.of(Column.left("", 9), Column.left("CHECK", 8), Column.left("FOUND", 9)));
        for (CheckFinding f : findings) {
            table.row(List.of(new Cell(f.state().word(), colour(f.state())), Cell.of(f.check()), Cell.of(f.message())));
            if (!f.advice().isEmpty()) {
                table.remark(new Cell(f.advice(), colour(f.state())));
            }
        }
        return table;
    }

    private static Colour colour(CheckFinding.State state) {
        return switch (state) {
            case OK -> Colour.GREEN;
            case WARNING -> Colour.YELLOW;
            case FAILED -> Colour.RED;
        };
    }

    /** Checks that the server answers. A machine with neither a server's nor a client's auth file needs none. */
    private List<CheckFinding> server() {
        boolean any = Files.exists(session.home().serverAuth())
                || Files.exists(session.home().clientAuth(session.which()));
        if (!any && session.which().isEmpty()) {
            return List.of(new CheckFinding(
                    "server",
                    CheckFinding.State.OK,
                    "no server has run on " + session.home().dir() + " yet",
                    ""));
        }
        try {
            Login login = session.login();
            AdminClient client = session.client(login, PATIENCE);
            List<CheckFinding> findings = new ArrayList<>(List.of(new CheckFinding(
                    "server",
                    CheckFinding.State.OK,
                    login.label() + " answers, version " + client.status().version(),
                    "")));
            client.receivers().stream()
                    .filter(ReceiverView::isFailing)
                    .map(DoctorCommand::failing)
                    .forEach(findings::add);
            return findings;
        } catch (Failure e) {
            List<String> more = e.lines().subList(1, e.lines().size());
            return List.of(new CheckFinding(
                    "server",
                    e.exit() == ExitCode.UNREACHABLE && isStopped()
                            ? CheckFinding.State.WARNING
                            : CheckFinding.State.FAILED,
                    e.lines().get(0),
                    more.isEmpty() ? "launcho server starts it" : String.join("; ", more)));
        }
    }

    private static CheckFinding failing(ReceiverView receiver) {
        return new CheckFinding(
                "notify",
                CheckFinding.State.WARNING,
                "receiver " + receiver.number() + ", " + receiver.url() + ", has not taken messages for "
                        + AgeFormat.since(receiver.since(), Instant.now()) + ": " + receiver.problem(),
                "launcho notify test --url " + receiver.number());
    }

    /** Returns whether the server that does not answer is this home's own: it may be stopped, which is no fault. */
    private boolean isStopped() {
        return session.which().isEmpty() && !Files.exists(session.home().clientAuth(""));
    }
}
