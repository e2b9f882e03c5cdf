package dev.launcho.core.event;

import java.util.Locale;

/** The sentence of an event, for people, made of the fact that it reports. */
public final class EventSentence implements EventKind.Visitor<String> {
    private static final EventSentence MAKER = new EventSentence();

    private EventSentence() {}

    /** Returns one line; empty for a fact that has no sentence but its event's own. */
    public static String of(EventKind fact) {
        return fact.accept(MAKER);
    }

    @Override
    public String other() {
        return "";
    }

    @Override
    public String recorded(EventKind.Recorded fact) {
        return "";
    }

    @Override
    public String instanceEnded(EventKind.InstanceEnded fact) {
        String how = switch (fact.circumstance()) {
            case BY_ITSELF -> "ended";
            case ASKED -> "stopped";
            case UNSEEN -> "ended while no server was running";
            case AT_START -> "ended at the start of the server";
        };
        return fact.instance() + " " + how + ": " + fact.exit().describe();
    }

    @Override
    public String launching(EventKind.Launching fact) {
        String again = fact.attempt() == 1 ? "" : " (try " + fact.attempt() + ", the last: " + fact.last() + ")";
        return fact.instance() + " launching" + again;
    }

    @Override
    public String ready(EventKind.Ready fact) {
        String took = String.format(Locale.ROOT, "%.1fs", fact.afterMillis() / 1000.0);
        return fact.instance() + " ready after " + took + ": " + fact.probe().sentence();
    }

    @Override
    public String unhealthy(EventKind.Unhealthy fact) {
        return fact.instance() + " unhealthy: " + fact.probe().sentence();
    }

    @Override
    public String healthyAgain(EventKind.HealthyAgain fact) {
        return fact.instance() + " healthy again: " + fact.probe().sentence();
    }

    @Override
    public String draining(EventKind.Draining fact) {
        long open = fact.connections();
        String still = open == 0 ? "" : ", " + open + (open == 1 ? " connection" : " connections") + " open";
        return fact.instance() + " draining: " + fact.reason() + still;
    }

    @Override
    public String stopping(EventKind.Stopping fact) {
        return fact.instance() + " stopping: " + fact.reason();
    }

    @Override
    public String killed(EventKind.Killed fact) {
        return fact.instance() + " did not stop in time, is sent SIGKILL";
    }

    @Override
    public String adopted(EventKind.Adopted fact) {
        return fact.instance() + " adopted, pid " + fact.pid();
    }

    @Override
    public String wentLive(EventKind.WentLive fact) {
        return "live";
    }

    @Override
    public String givenUp(EventKind.GivenUp fact) {
        return "given up: " + fact.cause() + "; " + fact.next();
    }

    @Override
    public String rolloutControlled(EventKind.RolloutControlled fact) {
        return switch (fact.control()) {
            case PAUSED -> "paused by " + fact.by() + "; launcho resume " + fact.process() + " continues its rollouts";
            case RESUMED -> "resumed by " + fact.by();
            case BACKOFF_CLEARED -> "back-off cleared by " + fact.by();
        };
    }

    @Override
    public String ejected(EventKind.Ejected fact) {
        return fact.instance() + " gets no new connections of service " + fact.service() + " " + why(fact);
    }

    /** Returns for how long an instance is ejected, and why: the part of the sentence that programs read, too. */
    public static String why(EventKind.Ejected fact) {
        return "for " + fact.time().toSeconds() + "s, connecting to it fails: "
                + fact.cause().words();
    }

    @Override
    public String readmitted(EventKind.Readmitted fact) {
        return fact.instance() + " gets connections of service " + fact.service() + " again";
    }

    @Override
    public String serviceListening(EventKind.ServiceListening fact) {
        return switch (fact.state()) {
            case EVERYWHERE -> "listens";
            case PARTLY, FAILED, CLOSED -> fact.detail();
        };
    }

    @Override
    public String serviceMoved(EventKind.ServiceMoved fact) {
        return "listens on " + String.join(" and ", fact.addresses()) + ", to which " + fact.on() + " now resolves";
    }

    @Override
    public String server(ServerEvent fact) {
        return ServerSentence.of(fact);
    }
}
