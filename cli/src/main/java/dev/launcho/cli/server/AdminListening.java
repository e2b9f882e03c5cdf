package dev.launcho.cli.server;

import dev.launcho.core.event.Event;
import dev.launcho.core.event.ServerEvent;
import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.net.SocketFailures;
import dev.launcho.core.text.HostPort;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The listener of the admin endpoint, which keeps it open on the addresses of its host. It opens a literal address once. A
 * thread of its own ({@code admin-listen}) follows a name. It opens the addresses as soon as the lookup has found them. It
 * opens a new address before it closes the old one.
 */
final class AdminListening implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final AdminServer server;
    private final AdminHost host;
    private final BiConsumer<Event.Severity, ServerEvent> say;
    private final Thread thread = new Thread(this::follow, "admin-listen");
    private List<InetSocketAddress> told = List.of();
    private String complaint = "";
    private volatile Consumer<InetSocketAddress> opened = address -> {};
    private volatile boolean closed;

    private AdminListening(AdminServer server, AdminHost host, BiConsumer<Event.Severity, ServerEvent> say) {
        this.server = server;
        this.host = host;
        this.say = say;
    }

    /**
     * Opens the addresses that are known now, and starts the thread that follows a name.
     *
     * @throws IOException if addresses are known and none of them can be opened
     */
    static AdminListening start(AdminServer server, AdminHost host, BiConsumer<Event.Severity, ServerEvent> say)
            throws IOException {
        AdminListening listening = new AdminListening(server, host, say);
        List<InetSocketAddress> wanted = host.addresses().all();
        if (!wanted.isEmpty()) {
            List<IOException> failures = listening.open(wanted);
            if (server.addresses().isEmpty()) {
                throw failures.get(0);
            }
            listening.told = server.addresses();
            listening.complain(failures);
        }
        if (host.isName()) {
            listening.thread.setDaemon(true);
            listening.thread.start();
        }
        return listening;
    }

    /** Returns the first address that the endpoint listens on; unresolved until an address has been opened. */
    InetSocketAddress address() {
        return server.firstAddress().orElseGet(() -> InetSocketAddress.createUnresolved(host.host(), host.port()));
    }

    /** @param then receives the first address when the open addresses change, on another thread; must not block for long */
    void onOpened(Consumer<InetSocketAddress> then) {
        opened = then;
    }

    private void follow() {
        try {
            while (!closed) {
                round();
                host.awaitNews(LOOK.toNanos());
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() {
        AdminAddresses found = host.addresses();
        List<InetSocketAddress> wanted = found.all();
        if (wanted.isEmpty()) {
            complain(
                    found.pending()
                            ? ""
                            : found.problem()
                                    + "; the server keeps asking, and takes no commands until the name is resolved");
            return;
        }
        List<IOException> failures = open(wanted);
        if (server.addresses().stream().anyMatch(wanted::contains)) {
            server.keep(wanted);
        }
        complain(failures);
        tellAddresses();
    }

    private List<IOException> open(List<InetSocketAddress> wanted) {
        List<IOException> failures = new ArrayList<>();
        List<IOException> elsewhere = new ArrayList<>();
        for (InetSocketAddress address : wanted) {
            try {
                server.open(address);
            } catch (IOException e) {
                // One name may have addresses of several machines.
                boolean absent = SocketFailures.binding(address, e) == FailureKind.NO_SUCH_ADDRESS;
                (absent ? elsewhere : failures).add(e);
            }
        }
        if (server.addresses().stream().noneMatch(wanted::contains)) {
            failures.addAll(elsewhere);
        }
        return failures;
    }

    private void tellAddresses() {
        List<InetSocketAddress> now = server.addresses();
        if (!now.equals(told) && !now.isEmpty()) {
            told = now;
            say.accept(Event.Severity.INFO, endpoint(now, ""));
            opened.accept(address());
        }
    }

    private void complain(List<IOException> failures) {
        complain(failures.stream().map(IOException::getMessage).collect(Collectors.joining("; ")));
    }

    private void complain(String what) {
        if (!what.equals(complaint) && !what.isEmpty()) {
            say.accept(Event.Severity.WARNING, endpoint(server.addresses(), what));
        }
        complaint = what;
    }

    private ServerEvent endpoint(List<InetSocketAddress> open, String problem) {
        return new ServerEvent.AdminEndpoint(
                new HostPort(host.host(), host.port()).toString(),
                open.stream().map(NetUtil::toSocketAddressString).toList(),
                problem);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        host.close();
        server.close();
    }
}
