package dev.launcho.proxy.ipvs;

import dev.launcho.core.model.InstanceId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The removal of all claimed services and servers from the kernel's table, and of nothing else, with open connections or not. */
final class TableCleanup {
    private static final TableDifference.Traffic OVER = new TableDifference.Traffic() {
        @Override
        public boolean over(ServiceEndpoint endpoint) {
            return true;
        }

        @Override
        public boolean open(ServiceEndpoint endpoint) {
            return false;
        }

        @Override
        public boolean awaited(InstanceId instance) {
            return false;
        }

        @Override
        public boolean ended(InstanceId instance) {
            return true;
        }
    };

    private TableCleanup() {}

    /** Removes everything that is claimed. @return the problems, one line each; empty if nothing claimed is left */
    static List<String> run(Ipvsadm tool, OwnedEntries claims, ClaimsStore store) throws InterruptedException {
        List<String> problems = new ArrayList<>();
        if (!claims.services().isEmpty()) {
            Ipvsadm.Outcome saved = tool.run(List.of("--save", "-n"));
            if (!saved.ok()) {
                return List.of("ipvsadm --save -n: " + saved.problem());
            }
            KernelTable listed = KernelTable.parse(saved.stdout());
            for (TableCommand command : TableDifference.between(DesiredTable.NOTHING, listed, claims, OVER)
                    .commands()) {
                Ipvsadm.Outcome outcome = tool.run(command.arguments());
                if (!outcome.ok() && !command.isSurprise(outcome.stderr())) {
                    problems.add(command + ": " + outcome.problem());
                }
            }
        }
        if (problems.isEmpty()) {
            try {
                store.write(OwnedEntries.NONE.text());
            } catch (IOException e) {
                problems.add("the list of this server's IPVS entries can't be written: " + e.getMessage());
            }
        }
        return problems;
    }
}
