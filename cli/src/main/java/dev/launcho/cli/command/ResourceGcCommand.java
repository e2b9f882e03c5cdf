package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.OutputFormat;
import dev.launcho.cli.render.Console;
import dev.launcho.cli.render.SizeFormat;
import dev.launcho.core.admin.HistoryOperations.Collected;
import dev.launcho.core.model.StoredResource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code launcho resource gc}. */
@Command(
        name = "gc",
        description = {
            "Delete the resources that neither the target, nor an instance, nor a kept revision, nor a secret names.",
            "Uploads of the last hour stay."
        },
        footer = {"", "Example:", "  launcho resource gc --dry-run"})
final class ResourceGcCommand implements Callable<Integer> {
    private final CommandContext session;

    @Option(names = "--dry-run", description = "Only list them.")
    private boolean dryRun;

    @Mixin
    private OutputFormat format = new OutputFormat();

    ResourceGcCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        Console console = session.console();
        AdminClient client = session.client();
        if (!dryRun) {
            console.err().println("server: " + client.server());
        }
        Collected collected = client.collectResources(dryRun);
        format.print(
                console,
                collected,
                collected.removed().stream().map(StoredResource::id).toList(),
                () -> print(console, collected));
        return ExitCode.OK.number();
    }

    private void print(Console console, Collected collected) {
        long bytes = 0;
        for (StoredResource resource : collected.removed()) {
            console.data(resource.id() + "  " + SizeFormat.of(resource.size()) + "  " + resource.name() + "\n");
            bytes += resource.size();
        }
        console.err()
                .println((dryRun ? "would remove " : "removed ")
                        + (collected.removed().isEmpty()
                                ? "nothing"
                                : resources(collected.removed().size()) + ", " + SizeFormat.of(bytes))
                        + "; " + resources(collected.kept()) + " kept");
    }

    private static String resources(int count) {
        return count == 1 ? "1 resource" : count + " resources";
    }
}
