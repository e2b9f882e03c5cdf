package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.PlanReport;
import dev.launcho.cli.line.ReportRules;
import dev.launcho.cli.line.WaitOption;
import dev.launcho.core.event.ChangeResult;
import dev.launcho.core.intent.ChangePreview;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The two changes of a deploy on a server that has the resource: first the target, then the secret. Others may change the
 * server at the same time; after a success, the secret has the id and the server the resource. One thread, one deploy.
 */
final class DeployChanges {
    private final CommandContext session;
    private final AdminClient client;
    private final String secret;
    private final String id;
    private final String why;
    private final Supply resource;
    private OptionalLong before = OptionalLong.empty();
    private OptionalLong targetSet = OptionalLong.empty();
    private boolean secretSet;

    /** Sends the resource again if the server has it no more, as {@code launcho resource gc} may have removed it. */
    interface Supply {
        void ensure() throws Failure;
    }

    /** @param why for the history; may be empty */
    DeployChanges(CommandContext session, AdminClient client, String secret, String id, String why, Supply resource) {
        this.session = session;
        this.client = client;
        this.secret = secret;
        this.id = id;
        this.why = why;
        this.resource = resource;
    }

    /** @return the exit code of the rollout */
    int setTarget(TargetFile file, WaitOption waiting) throws Failure {
        return report().carryOut(
                        () -> client.planTarget(file.name(), file.text()),
                        plan -> {
                            ChangeResult result = client.setTarget(file.name(), file.text(), plan.revision(), why);
                            before = OptionalLong.of(plan.revision());
                            targetSet = OptionalLong.of(result.revision());
                            return result;
                        },
                        waiting);
    }

    /** Returns whether the secret has another value by now. */
    boolean secretDiffers() throws Failure {
        try {
            return client.planSecret(secret, id).changed();
        } catch (Failure e) {
            throw partial(done() + "; whether secret " + secret + " still has the id is not known", e);
        }
    }

    /** @return the exit code of the rollout */
    int setSecret(WaitOption waiting) throws Failure {
        try {
            return report().carryOut(() -> client.planSecret(secret, id), this::setSecret, waiting);
        } catch (Failure e) {
            throw secretSet || targetSet.isEmpty() ? e : half(e);
        }
    }

    private ChangeResult setSecret(ChangePreview plan) throws Failure {
        resource.ensure();
        ChangeResult result = client.setSecret(secret, id, plan.revision(), why);
        secretSet = true;
        try {
            resource.ensure();
        } catch (Failure e) {
            throw partial("secret " + secret + " was set, but the server may not have the resource any more", e);
        }
        return result;
    }

    private PlanReport report() {
        return new PlanReport(session, client, new ReportRules(true, before));
    }

    /** Returns the failure of a deploy that has set the target, and not the secret. */
    private Failure half(Failure cause) {
        String not = cause.exit() == ExitCode.UNKNOWN_OUTCOME ? " may not have been" : " was not";
        return partial(done() + ", secret " + secret + not, cause);
    }

    private String done() {
        return "the target was set (revision " + targetSet.orElseThrow() + ")";
    }

    private static Failure partial(String done, Failure cause) {
        boolean unreachable = cause.exit() == ExitCode.UNREACHABLE;
        List<String> lines = new ArrayList<>(List.of(done));
        // Its own lines say that nothing was changed, of the last request alone.
        lines.addAll(unreachable ? List.of("the server could not be reached any more") : cause.lines());
        lines.add("run launcho deploy again: it does what is missing");
        return new Failure(unreachable ? ExitCode.FAILED : cause.exit(), lines);
    }
}
