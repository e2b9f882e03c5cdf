package dev.launcho.core.reconcile;

import dev.launcho.core.event.Event;
import dev.launcho.core.event.EventKind;
import dev.launcho.core.event.ServerEvent;
import dev.launcho.core.failure.Exit;
import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.health.Prober;
import dev.launcho.core.mailbox.Mailbox;
import dev.launcho.core.mailbox.ReconcilerMessage;
import dev.launcho.core.memory.EventJournal;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProbeResult;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.ListeningState;
import dev.launcho.core.traffic.LoadBalancer;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The listener of all ports: it puts their reports into the mailbox. Any thread. */
final class PortEvents implements ProcessHost.Listener, Prober.Listener, LoadBalancer.Listener {
    private final Mailbox mailbox;
    private final EventJournal journal;

    PortEvents(Mailbox mailbox, EventJournal journal) {
        this.mailbox = mailbox;
        this.journal = journal;
    }

    @Override
    public void launched(InstanceId id, long pid, Map<String, Integer> ports) {
        mailbox.send(new ReconcilerMessage.Launched(id, pid, ports));
    }

    @Override
    public void exited(InstanceId id, Exit exit, boolean asked) {
        mailbox.send(new ReconcilerMessage.Exited(id, exit.saying(journal::clean), asked));
    }

    @Override
    public void probed(InstanceId id, boolean healthy, ProbeResult answer, String address) {
        mailbox.send(new ReconcilerMessage.Probed(id, healthy, answer.saying(journal::clean), address));
    }

    @Override
    public void unasked(InstanceId id, ProbeResult cause) {
        mailbox.send(new ReconcilerMessage.Unasked(id, cause.saying(journal::clean)));
    }

    @Override
    public void listening(String service) {
        mailbox.send(new ReconcilerMessage.Listens(service, new ListeningState.Open("")));
    }

    @Override
    public void listenFailed(String service, String message) {
        mailbox.send(new ReconcilerMessage.Listens(service, new ListeningState.Failed(journal.clean(message))));
    }

    @Override
    public void listeningPartly(String service, String detail) {
        mailbox.send(new ReconcilerMessage.Listens(service, new ListeningState.Open(journal.clean(detail))));
    }

    @Override
    public void closed(String service) {
        mailbox.send(new ReconcilerMessage.Listens(service, new ListeningState.Closed()));
    }

    @Override
    public void lookingUp(String service, String host) {
        mailbox.send(new ReconcilerMessage.Listens(service, new ListeningState.LookingUp(journal.clean(host))));
    }

    @Override
    public void moved(String service, HostPort on, List<String> addresses) {
        journal.tell(Event.Severity.INFO, service, new EventKind.ServiceMoved(on.toString(), addresses));
    }

    @Override
    public void drained(InstanceId instance) {
        mailbox.send(new ReconcilerMessage.Drained(instance));
    }

    @Override
    public void ejected(String service, InstanceId instance, Duration time, FailureKind cause) {
        mailbox.send(new ReconcilerMessage.Noted(
                Event.Severity.WARNING, instance, new EventKind.Ejected(instance, service, time, cause)));
    }

    @Override
    public void readmitted(String service, InstanceId instance) {
        mailbox.send(new ReconcilerMessage.Noted(
                Event.Severity.INFO, instance, new EventKind.Readmitted(instance, service)));
    }

    @Override
    public void warned(String subject, String message) {
        journal.tell(Event.Severity.WARNING, subject, new ServerEvent.Warned(ServerEvent.Part.BALANCER, message));
    }
}
