package dev.launcho.cli.fuzz;

import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.core.config.ConfigReader;
import dev.launcho.core.config.SecretsFile;
import dev.launcho.core.spec.TargetReader;
import dev.launcho.core.yaml.Problem;
import dev.launcho.core.yaml.Problems;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whatever stands in a file, in two seconds it is read or told in single lines what is wrong with it. */
final class FileTrial implements Trial {
    private static final long SLOW_NANOS = 2_000_000_000L;
    private static final int SHOWN = 20;

    private final Path file;

    /** @param file may be written */
    FileTrial(Path file) {
        this.file = file;
    }

    @Override
    public Optional<Fault> of(byte[] input) {
        long from = System.nanoTime();
        try {
            Optional<Fault> fault = read(input);
            long took = System.nanoTime() - from;
            return fault.isEmpty() && took > SLOW_NANOS ? Fault.unsure("it took " + took / 1_000_000 + " ms") : fault;
        } catch (Throwable e) { // Also an end of the stack or of the heap.
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            return Fault.sure(trace.toString());
        }
    }

    private Optional<Fault> read(byte[] input) throws IOException {
        String source = new String(input, StandardCharsets.UTF_8);
        List<List<Problem>> told = List.of(
                TargetReader.read("target.yaml", input).problems(),
                ConfigReader.read("config.yaml", input).problems(),
                SecretsFile.read("secrets.yaml", input).problems());
        for (List<Problem> problems : told) {
            if (problems.size() > Problems.MOST + 1) {
                return Fault.sure(problems.size() + " problems of one file");
            }
            for (Problem problem : problems.subList(0, Math.min(SHOWN, problems.size()))) {
                problem.render(source);
                if (problem.toString().lines().count() != 1) {
                    return Fault.sure("a problem that is not one line: " + problem);
                }
            }
        }
        return auth(input);
    }

    private Optional<Fault> auth(byte[] input) throws IOException {
        Files.write(file, input);
        try {
            AuthFile.read(file);
        } catch (AuthFile.Bad | IOException e) {
            if (String.valueOf(e.getMessage()).lines().count() != 1) {
                return Fault.sure("not one line: " + e.getMessage());
            }
        }
        return Optional.empty();
    }
}
