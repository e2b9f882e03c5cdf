package dev.launcho.proxy.ipvs;

import dev.launcho.core.model.InstanceId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Takes out of the kernel's table what is claimed, and nothing else, whatever connections it has. */
final class Purge {
    private static final Difference.Traffic OVER = new Difference.Traffic() {
        @Override
        public boolean over(Endpoint endpoint) {
            return true;
        }

        @Override
        public boolean open(Endpoint endpoint) {
            return false;
        }

        @Override
        public boolean ended(InstanceId instance) {
            return true;
        }
    };

    private Purge() {}

    /** @return what went wrong, one line each; empty if nothing of ours is left */
    static List<String> run(Ipvsadm tool, Claims claims, ClaimsStore store) throws InterruptedException {
        List<String> problems = new ArrayList<>();
        if (!claims.services().isEmpty()) {
            Ipvsadm.Outcome saved = tool.run(List.of("--save", "-n"));
            if (!saved.ok()) {
                return List.of("ipvsadm --save -n: " + saved.problem());
            }
            Table listed = Table.parse(saved.stdout());
            for (Command command :
                    Difference.between(Wanted.NOTHING, listed, claims, OVER).commands()) {
                Ipvsadm.Outcome outcome = tool.run(command.arguments());
                if (!outcome.ok() && !command.isSurprise(outcome.stderr())) {
                    problems.add(command + ": " + outcome.problem());
                }
            }
        }
        if (problems.isEmpty()) {
            try {
                store.write(Claims.NONE.text());
            } catch (IOException e) {
                problems.add("what is ours in the kernel's table can't be written down: " + e.getMessage());
            }
        }
        return problems;
    }
}
