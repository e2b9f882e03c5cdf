package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.deploy.ContentFailure;
import dev.launcho.cli.deploy.DeployReader;
import dev.launcho.cli.deploy.DeploySettings;
import dev.launcho.cli.deploy.FolderArchive;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.PlanReport;
import dev.launcho.cli.line.ResourceUpload;
import dev.launcho.cli.line.WaitOption;
import dev.launcho.cli.render.Console;
import dev.launcho.cli.render.SizeFormat;
import dev.launcho.core.intent.ChangePreview;
import dev.launcho.core.spec.TargetReader;
import dev.launcho.core.text.QuotedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The deploy of a folder. Everything that can be found out without a change comes first; then the resource is sent, and
 * {@link DeployChanges} sets the target if it differs, and the secret. Until the last step, nothing that runs is replaced by the new
 * files, and a deploy that was broken off can be repeated.
 */
final class FolderDeploy {
    private final CommandContext session;
    private final Console console;
    private final Path folder;
    private final DeploySettings settings;
    private final String label;
    private final Optional<TargetFile> target;

    /** @param folder without links in its path */
    FolderDeploy(CommandContext session, Path folder, DeploySettings settings) throws Failure {
        this.session = session;
        this.console = session.console();
        this.folder = folder;
        this.settings = settings;
        this.label = label(folder, settings);
        this.target = settings.target().isEmpty()
                ? Optional.empty()
                : Optional.of(TargetFile.read(console, folder, settings.target()));
    }

    private static String label(Path folder, DeploySettings settings) throws Failure {
        if (!settings.resource().isEmpty()) {
            return settings.resource();
        }
        String name = (folder.getFileName() == null ? "root" : folder.getFileName()) + ".tar";
        if (!DeployReader.isResourceName(name)) {
            throw new Failure(
                    ExitCode.INVALID,
                    QuotedText.of(name) + ", from the folder's name, can't name a resource, nothing sent",
                    "write another name into " + DeploySettings.FILE + ": resource: web.tar");
        }
        return name;
    }

    /** Returns lines for the user; none if there is no file of the target, or if it is good. */
    List<String> targetProblems() {
        return target.map(TargetFile::problems).orElse(List.of());
    }

    /** Prints the files, the id and the plans. @return the exit code */
    int show() throws Failure {
        FolderArchive archive = archive();
        List<FolderArchive.PackedFile> files = archive.files();
        files.forEach(
                file -> console.out().printf(Locale.ROOT, "%10s  %s%n", SizeFormat.of(file.bytes()), file.name()));
        String id = id(upload(archive));
        console.out().println(amount(archive) + ", id " + id);
        console.out().flush();
        AdminClient client = session.client();
        checkReference(client);
        if (!client.hasResource(id)) {
            console.err()
                    .println(
                            label + " is not on the server yet: a deploy sends it first, so that nothing waits for it");
        }
        PlanReport report = new PlanReport(session, client);
        Optional<ChangePreview> change = targetChange(client);
        change.ifPresent(report::dry);
        if (change.isPresent() && !serverRefers(client)) {
            console.err().println("then secret " + settings.secret() + " is set to the id");
        } else {
            report.dry(client.planSecret(settings.secret(), id));
        }
        return ExitCode.OK.number();
    }

    /** @param why for the history; may be empty; @return the exit code */
    int carryOut(String why, WaitOption waiting) throws Failure {
        FolderArchive archive = archive();
        console.err().println(label + " has " + amount(archive));
        ResourceUpload upload = upload(archive);
        String id = id(upload);
        AdminClient client = session.client();
        checkReference(client);
        send(upload, client, id);
        Optional<ChangePreview> plan = targetChange(client);
        boolean secretChanges = plan.isPresent()
                && (!serverRefers(client)
                        || client.planSecret(settings.secret(), id).changed());
        DeployChanges changes =
                new DeployChanges(session, client, settings.secret(), id, why, () -> ensure(upload, client, id));
        if (plan.isPresent()) {
            int exit = changes.setTarget(target.orElseThrow(), secretChanges ? WaitOption.none() : waiting);
            if (exit != ExitCode.OK.number() || !secretChanges && !changes.secretDiffers()) {
                return exit;
            }
        }
        return changes.setSecret(waiting);
    }

    private void ensure(ResourceUpload upload, AdminClient client, String id) throws Failure {
        if (!client.hasResource(id)) {
            console.notice("somebody removed " + label + " from the server meanwhile, sending it again");
            send(upload, client, id);
        }
    }

    private Optional<ChangePreview> targetChange(AdminClient client) throws Failure {
        if (target.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(client.planTarget(target.get().name(), target.get().text()))
                .filter(ChangePreview::changed);
    }

    private FolderArchive archive() throws Failure {
        Set<Path> own = new HashSet<>(List.of(folder.resolve(DeploySettings.FILE), home()));
        if (target.isPresent()) {
            own.addAll(target.get().entries());
        }
        FolderArchive archive = FolderArchive.of(folder, own, settings.prefix());
        archive.notices().forEach(console::notice);
        return archive;
    }

    /** Returns Launcho's own folder, which has tokens, and is never packed. */
    private Path home() throws Failure {
        Path home = session.home().dir();
        try {
            home = home.toRealPath();
        } catch (IOException e) {
            return home; // Then it can't be found in the folder either.
        }
        if (home.equals(folder)) {
            throw new Failure(
                    ExitCode.INVALID,
                    folder + " is the home of Launcho itself, with tokens in it, nothing sent",
                    "name the folder of the application: launcho deploy DIR");
        }
        return home;
    }

    private static String amount(FolderArchive archive) {
        int count = archive.files().size();
        return count + (count == 1 ? " file, " : " files, ") + SizeFormat.of(archive.size());
    }

    private ResourceUpload upload(FolderArchive archive) {
        return new ResourceUpload(console, label, archive.size(), archive::open);
    }

    private static String id(ResourceUpload upload) throws Failure {
        try {
            return upload.id();
        } catch (IOException e) {
            throw unread(e);
        }
    }

    private void send(ResourceUpload upload, AdminClient client, String id) throws Failure {
        try {
            upload.send(client, id, folder.toString());
        } catch (IOException e) {
            throw unread(e);
        }
    }

    private static Failure unread(IOException cause) {
        List<String> lines = new ArrayList<>(List.of(cause.getMessage()));
        if (cause instanceof ContentFailure failure) {
            lines.add(failure.advice());
        }
        return new Failure(ExitCode.FAILED, lines);
    }

    /** Refuses a deploy that would start nothing. */
    private void checkReference(AdminClient client) throws Failure {
        if (target.isPresent() ? !refers(target.get().text()) : !serverRefers(client)) {
            throw new Failure(
                    ExitCode.INVALID,
                    "no process of the target has a resource with the id ${" + settings.secret() + "}, nothing sent",
                    target.isPresent()
                            ? "add it to " + target.get().name() + ", or correct secret in " + DeploySettings.FILE
                            : "set such a target first: launcho target set FILE; or name its file in "
                                    + DeploySettings.FILE + ": target: FILE");
        }
    }

    /** Returns whether the server's target has a resource with the secret as its id; else a plan for it says nothing. */
    private boolean serverRefers(AdminClient client) throws Failure {
        return refers(client.target().text().getBytes(StandardCharsets.UTF_8));
    }

    private boolean refers(byte[] text) {
        String reference = "${" + settings.secret() + "}";
        return TargetReader.read("target", text).references().resources().stream()
                .anyMatch(use -> use.id().contains(reference));
    }
}
