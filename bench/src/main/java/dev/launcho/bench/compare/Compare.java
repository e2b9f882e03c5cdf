package dev.launcho.bench.compare;

import dev.launcho.bench.compare.report.Chart;
import dev.launcho.bench.compare.report.JsonReport;
import dev.launcho.bench.compare.report.TextReport;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The program that compares the peers: it prints a report, and writes it as text, as JSON and as a chart. */
public final class Compare {
    private Compare() {}

    public static void main(String[] arguments) throws IOException {
        Settings settings;
        try {
            settings = Settings.parse(arguments);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
            return;
        }
        if (!Epoll.isAvailable()) {
            System.err.println("SKIPPED: the clients need epoll, which is not to be had here: "
                    + Epoll.unavailabilityCause().getMessage());
            return;
        }
        Results results = run(settings);
        System.out.print(TextReport.of(results));
        if (settings.out().isPresent()) {
            write(results, settings.out().get());
        }
    }

    /** Runs a comparison, with its progress on standard error. */
    public static Results run(Settings settings) throws IOException {
        try (Session session = new Session(settings, line -> System.err.println("compare: " + line))) {
            return session.run();
        }
    }

    /** Writes the reports into {@code folder}, which is created if needed. */
    public static void write(Results results, Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("compare.txt"), TextReport.of(results));
        Files.writeString(folder.resolve("compare.json"), JsonReport.of(results));
        Files.writeString(folder.resolve("compare.svg"), Chart.of(results));
        System.err.println("compare: wrote compare.txt, .json and .svg into " + folder);
    }
}
