package dev.launcho.core.reconcile;

import dev.launcho.core.health.Prober;
import dev.launcho.core.model.Event;
import dev.launcho.core.model.Exit;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.traffic.LoadBalancer;
import java.util.Map;

/** What the ports tell, put into the mailbox. Any thread. */
final class Reports implements ProcessHost.Listener, Prober.Listener, LoadBalancer.Listener {
    private final Mailbox mailbox;
    private final Journal journal;

    Reports(Mailbox mailbox, Journal journal) {
        this.mailbox = mailbox;
        this.journal = journal;
    }

    @Override
    public void launched(InstanceId id, long pid, Map<String, Integer> ports) {
        mailbox.send(new Message.Launched(id, pid, ports));
    }

    @Override
    public void exited(InstanceId id, Exit exit) {
        mailbox.send(new Message.Exited(id, exit.saying(journal.clean(exit.problem()))));
    }

    @Override
    public void probed(InstanceId id, boolean healthy, String answer, String address) {
        mailbox.send(new Message.Probed(id, healthy, journal.clean(answer), address));
    }

    @Override
    public void listening(String service) {
        mailbox.send(new Message.Listens(service, ""));
    }

    @Override
    public void listenFailed(String service, String message) {
        mailbox.send(new Message.Listens(service, journal.clean(message)));
    }

    @Override
    public void drained(InstanceId instance) {
        mailbox.send(new Message.Drained(instance));
    }

    @Override
    public void ejected(String service, InstanceId instance, String why) {
        String what = "gets no connections of service " + service + " " + why;
        mailbox.send(new Message.Noted(Event.Severity.WARNING, instance, what));
    }

    @Override
    public void readmitted(String service, InstanceId instance) {
        String what = "gets connections of service " + service + " again";
        mailbox.send(new Message.Noted(Event.Severity.INFO, instance, what));
    }

    @Override
    public void warned(String subject, String message) {
        journal.tell(Event.Severity.WARNING, subject, message);
    }
}
