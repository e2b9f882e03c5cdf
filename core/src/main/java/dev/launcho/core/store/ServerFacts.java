package dev.launcho.core.store;

import static dev.launcho.core.store.EventFacts.members;
import static dev.launcho.core.store.EventFacts.word;

import dev.launcho.core.event.ServerEvent;
import dev.launcho.core.event.UserAction;
import java.util.Map;

/** A fact about the server as members of a JSON object, as {@link EventFacts} makes them. */
final class ServerFacts implements ServerEvent.Visitor<Map<String, Object>> {
    private static final ServerFacts MAKER = new ServerFacts();

    private ServerFacts() {}

    static Map<String, Object> of(ServerEvent fact) {
        return fact.accept(MAKER);
    }

    @Override
    public Map<String, Object> stateDirectory(ServerEvent.StateDirectory fact) {
        return members("name", "state_directory", "writable", fact.problem().isEmpty(), "problem", fact.problem());
    }

    @Override
    public Map<String, Object> acted(ServerEvent.Acted fact) {
        UserAction action = fact.action();
        Map<String, Object> members = members(
                "name", "acted", "user", fact.user(), "from", fact.from(), "operation", word(action.operation()));
        members.put("object", action.object());
        if (!action.detail().isEmpty()) {
            members.put("detail", action.detail());
        }
        if (action.revision() > 0 && action.flag()) {
            members.put("revision", action.revision());
        }
        members.put("message", fact.message());
        members.put("outcome_known", !fact.unknown());
        return members;
    }

    @Override
    public Map<String, Object> targetFault(ServerEvent.TargetFault fact) {
        return members(
                "name",
                "target_fault",
                "file",
                fact.file(),
                "line",
                fact.line(),
                "column",
                fact.column(),
                "key",
                fact.key(),
                "message",
                fact.message(),
                "hint",
                fact.hint());
    }

    @Override
    public Map<String, Object> startupFallback(ServerEvent.StartupFallback fact) {
        return members(
                "name",
                "startup_fallback",
                "reason",
                word(fact.reason()),
                "revision",
                fact.revision(),
                "problem",
                fact.problem());
    }

    @Override
    public Map<String, Object> changeUndone(ServerEvent.ChangeUndone fact) {
        return members(
                "name",
                "change_undone",
                "revision",
                fact.revision(),
                "removed",
                fact.problem().isEmpty(),
                "problem",
                fact.problem());
    }

    @Override
    public Map<String, Object> storageFailed(ServerEvent.StorageFailed fact) {
        return members(
                "name",
                "storage_failed",
                "object",
                fact.what(),
                "action",
                word(fact.attempt()),
                "problem",
                fact.problem(),
                "next",
                fact.consequence());
    }

    @Override
    public Map<String, Object> fileSetAside(ServerEvent.FileSetAside fact) {
        return members(
                "name", "file_set_aside", "file", fact.file(), "aside", fact.aside(), "next", fact.consequence());
    }

    @Override
    public Map<String, Object> stateRecovered(ServerEvent.StateRecovered fact) {
        return members("name", "state_recovered", "file", fact.from(), "lossy", fact.lossy());
    }

    @Override
    public Map<String, Object> partFailed(ServerEvent.PartFailed fact) {
        return members(
                "name", "part_failed", "part", word(fact.part()), "retried", fact.retried(), "problem", fact.problem());
    }

    @Override
    public Map<String, Object> connectionsCarried(ServerEvent.ConnectionsCarried fact) {
        return members("name", "connections_carried", "carrier", word(fact.carrier()), "engine", fact.engine());
    }

    @Override
    public Map<String, Object> adminEndpoint(ServerEvent.AdminEndpoint fact) {
        return members(
                "name", "admin_endpoint", "on", fact.on(), "addresses", fact.addresses(), "problem", fact.problem());
    }

    @Override
    public Map<String, Object> wrongToken(ServerEvent.WrongToken fact) {
        return members("name", "wrong_token", "from", fact.from());
    }

    @Override
    public Map<String, Object> wrongTokens(ServerEvent.WrongTokens fact) {
        return members("name", "wrong_tokens", "attempts", fact.attempts(), "sources", fact.sources());
    }

    @Override
    public Map<String, Object> warned(ServerEvent.Warned fact) {
        return members("name", "warned", "part", word(fact.part()), "message", fact.message());
    }
}
