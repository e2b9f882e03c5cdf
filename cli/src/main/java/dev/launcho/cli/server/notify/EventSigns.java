package dev.launcho.cli.server.notify;

import dev.launcho.cli.server.notify.TroubleSign.Effect;
import dev.launcho.core.config.NotifyKind;
import dev.launcho.core.event.Event;
import dev.launcho.core.event.EventKind;
import dev.launcho.core.event.ServerEvent;
import java.util.List;

/** The signs that an event shows. Most events show none. Pure. */
final class EventSigns implements EventKind.Visitor<List<TroubleSign>> {
    /** The attempt of a slot from which on its process is in a crash loop: three failures in a row came before. */
    static final int LOOP_ATTEMPT = 4;

    private final Event event;

    private EventSigns(Event event) {
        this.event = event;
    }

    static List<TroubleSign> of(Event event) {
        return event.kind().accept(new EventSigns(event));
    }

    private TroubleSign sign(NotifyKind kind, Effect effect, String instance, String version) {
        return new TroubleSign(kind, effect, event.subject(), "", instance, version, event.message(), event.at());
    }

    private TroubleSign disk(Effect effect, String instance) {
        String source = instance.isEmpty() ? "" : event.subject();
        return new TroubleSign(NotifyKind.DISK, effect, "", source, instance, "", event.message(), event.at());
    }

    @Override
    public List<TroubleSign> instanceEnded(EventKind.InstanceEnded fact) {
        String instance = fact.instance().name();
        if (fact.exit().memory().isPresent()) {
            return List.of(sign(NotifyKind.OUT_OF_MEMORY, Effect.TROUBLE, instance, ""));
        }
        return fact.exit().isLackOfDisk() ? List.of(disk(Effect.TROUBLE, instance)) : List.of();
    }

    @Override
    public List<TroubleSign> launching(EventKind.Launching fact) {
        return fact.attempt() < LOOP_ATTEMPT
                ? List.of()
                : List.of(sign(
                        NotifyKind.CRASH_LOOP, Effect.TROUBLE, fact.instance().name(), ""));
    }

    @Override
    public List<TroubleSign> unhealthy(EventKind.Unhealthy fact) {
        return List.of(
                sign(NotifyKind.UNHEALTHY, Effect.TROUBLE, fact.instance().name(), ""));
    }

    @Override
    public List<TroubleSign> wentLive(EventKind.WentLive fact) {
        String version = fact.version().toString();
        // Signs of an instance don't say its version.
        return List.of(
                sign(NotifyKind.LIVE, Effect.NEWS, "", version),
                sign(NotifyKind.FAILED, Effect.END, "", version),
                sign(NotifyKind.CRASH_LOOP, Effect.SUPERSEDED, "", version),
                sign(NotifyKind.UNHEALTHY, Effect.SUPERSEDED, "", version),
                sign(NotifyKind.OUT_OF_MEMORY, Effect.SUPERSEDED, "", version));
    }

    @Override
    public List<TroubleSign> givenUp(EventKind.GivenUp fact) {
        return List.of(
                sign(NotifyKind.FAILED, Effect.TROUBLE, "", fact.version().toString()));
    }

    @Override
    public List<TroubleSign> server(ServerEvent fact) {
        return fact.accept(new ServerSigns(this::disk));
    }

    @Override
    public List<TroubleSign> other() {
        return List.of();
    }

    @Override
    public List<TroubleSign> recorded(EventKind.Recorded fact) {
        return List.of();
    }

    @Override
    public List<TroubleSign> ready(EventKind.Ready fact) {
        return List.of();
    }

    @Override
    public List<TroubleSign> healthyAgain(EventKind.HealthyAgain fact) {
        return List.of(); // It may fail its checks again: the status shows when the process is well for good.
    }

    @Override
    public List<TroubleSign> draining(EventKind.Draining fact) {
        return List.of();
    }

    @Override
    public List<TroubleSign> stopping(EventKind.Stopping fact) {
        return List.of();
    }

    @Override
    public List<TroubleSign> killed(EventKind.Killed fact) {
        return List.of();
    }

    @Override
    public List<TroubleSign> adopted(EventKind.Adopted fact) {
        return List.of();
    }

    @Override
    public List<TroubleSign> rolloutControlled(EventKind.RolloutControlled fact) {
        return List.of();
    }

    @Override
    public List<TroubleSign> ejected(EventKind.Ejected fact) {
        return List.of();
    }

    @Override
    public List<TroubleSign> readmitted(EventKind.Readmitted fact) {
        return List.of();
    }

    @Override
    public List<TroubleSign> serviceListening(EventKind.ServiceListening fact) {
        return List.of();
    }

    @Override
    public List<TroubleSign> serviceMoved(EventKind.ServiceMoved fact) {
        return List.of();
    }
}
