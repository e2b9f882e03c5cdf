package dev.launcho.cli.server.notify;

import dev.launcho.cli.server.notify.TroubleSign.Effect;
import dev.launcho.core.event.ServerEvent;
import java.util.List;
import java.util.function.BiFunction;

/** The signs that an event about the server itself shows: whether its home can be written. Pure. */
final class ServerSigns implements ServerEvent.Visitor<List<TroubleSign>> {
    private final BiFunction<Effect, String, TroubleSign> disk;

    /** @param disk makes a sign of an effect and an instance, which may be empty */
    ServerSigns(BiFunction<Effect, String, TroubleSign> disk) {
        this.disk = disk;
    }

    @Override
    public List<TroubleSign> stateDirectory(ServerEvent.StateDirectory fact) {
        return List.of(disk.apply(fact.problem().isEmpty() ? Effect.EASE : Effect.HELD_TROUBLE, ""));
    }

    @Override
    public List<TroubleSign> acted(ServerEvent.Acted fact) {
        return List.of();
    }

    @Override
    public List<TroubleSign> targetFault(ServerEvent.TargetFault fact) {
        return List.of();
    }

    @Override
    public List<TroubleSign> startupFallback(ServerEvent.StartupFallback fact) {
        return List.of();
    }

    @Override
    public List<TroubleSign> changeUndone(ServerEvent.ChangeUndone fact) {
        return List.of();
    }

    @Override
    public List<TroubleSign> storageFailed(ServerEvent.StorageFailed fact) {
        return List.of(); // It has no end that an event shows.
    }

    @Override
    public List<TroubleSign> fileSetAside(ServerEvent.FileSetAside fact) {
        return List.of();
    }

    @Override
    public List<TroubleSign> stateRecovered(ServerEvent.StateRecovered fact) {
        return List.of();
    }

    @Override
    public List<TroubleSign> partFailed(ServerEvent.PartFailed fact) {
        return List.of();
    }

    @Override
    public List<TroubleSign> connectionsCarried(ServerEvent.ConnectionsCarried fact) {
        return List.of();
    }

    @Override
    public List<TroubleSign> adminEndpoint(ServerEvent.AdminEndpoint fact) {
        return List.of();
    }

    @Override
    public List<TroubleSign> wrongToken(ServerEvent.WrongToken fact) {
        return List.of();
    }

    @Override
    public List<TroubleSign> wrongTokens(ServerEvent.WrongTokens fact) {
        return List.of();
    }

    @Override
    public List<TroubleSign> warned(ServerEvent.Warned fact) {
        return List.of();
    }
}
