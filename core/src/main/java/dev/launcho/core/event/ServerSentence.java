package dev.launcho.core.event;

import java.util.Locale;

/** The sentence of a fact about the server, for people. */
final class ServerSentence implements ServerEvent.Visitor<String> {
    private static final ServerSentence MAKER = new ServerSentence();

    private ServerSentence() {}

    /** Returns one line. */
    static String of(ServerEvent fact) {
        return fact.accept(MAKER);
    }

    @Override
    public String stateDirectory(ServerEvent.StateDirectory fact) {
        return fact.problem().isEmpty()
                ? "the state directory is writable again"
                : "state can't be saved, so a restart of the server would lose the last changes: " + fact.problem();
    }

    @Override
    public String acted(ServerEvent.Acted fact) {
        String unknown = fact.unknown() ? ": not answered in time, it may still take effect" : "";
        String message = fact.message().isEmpty() ? "" : ": " + fact.message();
        return fact.user() + " at " + fact.from() + " " + fact.action().words() + unknown + message;
    }

    @Override
    public String targetFault(ServerEvent.TargetFault fact) {
        String hint = fact.hint().isEmpty() ? "" : " (" + fact.hint() + ")";
        return fact.file() + ":" + fact.line() + ":" + fact.column() + ": " + fact.message() + hint;
    }

    @Override
    public String startupFallback(ServerEvent.StartupFallback fact) {
        String instead = fact.revision() > 0 ? "revision " + fact.revision() + " is run instead" : "nothing is run";
        String unsaved = "but the state directory can't be written (" + fact.problem() + "): ";
        return switch (fact.reason()) {
            case TARGET_EMPTY -> "launcho-target.yaml is empty, " + instead;
            case TARGET_INVALID -> "launcho-target.yaml is not valid, " + instead;
            case TARGET_UNSUPPORTED -> "launcho-target.yaml can't be run, " + instead;
            case TARGET_UNSAVED ->
                "launcho-target.yaml was changed by hand, " + unsaved + instead
                        + "; set it again with launcho target set";
            case SECRETS_UNSAVED ->
                "secrets have changed since revision " + fact.revision() + ", " + unsaved
                        + "they take effect at the next start of the server";
        };
    }

    @Override
    public String changeUndone(ServerEvent.ChangeUndone fact) {
        String what = "the last server ended in the middle of the change to revision " + fact.revision();
        return fact.problem().isEmpty()
                ? what + ": that change was undone; repeat the command if you still want it"
                : what + ", and its partial files can't be removed (" + fact.problem()
                        + "): target and secrets are as before it, and no change is accepted until they can be"
                        + " written";
    }

    @Override
    public String storageFailed(ServerEvent.StorageFailed fact) {
        String then = after(", and ", fact.consequence());
        String problem = ": " + fact.problem();
        return fact.what()
                + switch (fact.attempt()) {
                    case LIST -> " can't be listed" + then + problem;
                    case READ -> " can't be read" + problem + after("; ", fact.consequence());
                    case WRITE -> " can't be written" + then + problem;
                    case REMOVE -> " can't be removed" + then + problem;
                };
    }

    private static String after(String mark, String text) {
        return text.isEmpty() ? "" : mark + text;
    }

    @Override
    public String fileSetAside(ServerEvent.FileSetAside fact) {
        return fact.file() + " could not be read and was set aside as " + fact.aside()
                + after(": ", fact.consequence());
    }

    @Override
    public String stateRecovered(ServerEvent.StateRecovered fact) {
        return fact.lossy()
                ? "it is no longer known which versions were live, failed or completed"
                : "the server's state is taken from " + fact.from()
                        + ": it may lack what happened shortly before the last server ended";
    }

    @Override
    public String partFailed(ServerEvent.PartFailed fact) {
        return part(fact.part()) + " failed" + (fact.retried() ? ", it is retried" : "") + ": " + fact.problem();
    }

    private static String part(ServerEvent.Part part) {
        return switch (part) {
            case CHORES -> "a periodic task";
            case NOTIFY -> "the sender of messages";
            case SETUP, HOST, LOGS, BALANCER, RECONCILER -> "the " + part.name().toLowerCase(Locale.ROOT);
        };
    }

    @Override
    public String connectionsCarried(ServerEvent.ConnectionsCarried fact) {
        return switch (fact.carrier()) {
            case RELAY -> "connections are relayed by the " + fact.engine() + " engine";
            case KERNEL -> "connections are carried by the kernel (ipvsadm)";
        };
    }

    @Override
    public String adminEndpoint(ServerEvent.AdminEndpoint fact) {
        return fact.problem().isEmpty()
                ? "the admin endpoint " + fact.on() + " is on " + String.join(" and ", fact.addresses())
                : fact.problem();
    }

    @Override
    public String wrongToken(ServerEvent.WrongToken fact) {
        return "a wrong token came from " + fact.from() + "; its next tries are slowed down";
    }

    @Override
    public String wrongTokens(ServerEvent.WrongTokens fact) {
        boolean most = fact.sources() == ServerEvent.WrongTokens.MOST_SOURCES;
        return fact.attempts() + " more wrong " + (fact.attempts() == 1 ? "token" : "tokens") + " came from "
                + fact.sources() + (fact.sources() == 1 ? " address" : " addresses") + (most ? " or more" : "")
                + "; their next tries are slowed down";
    }

    @Override
    public String warned(ServerEvent.Warned fact) {
        return fact.message();
    }
}
