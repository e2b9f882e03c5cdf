package dev.launcho.proxy.listen;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.text.HostPort;
import dev.launcho.proxy.relay.BindFailure;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** The result of a {@link ListenRound} for one service: the sockets that it has, and why it lacks others. */
final class ListenAttempt {
    private final ListenAddresses where;
    private final List<OpenAddress> open = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    /** The problems with addresses that this machine does not have: a name may have addresses of several machines. */
    private final List<String> elsewhere = new ArrayList<>();

    ListenAttempt(ListenAddresses where) {
        this.where = where;
    }

    ListenAddresses where() {
        return where;
    }

    String service() {
        return where.service().name();
    }

    boolean has(InetSocketAddress address) {
        return open.stream().anyMatch(it -> it.isAt(address));
    }

    void opened(OpenAddress address) {
        open.add(address);
    }

    void failed(InetSocketAddress address, IOException cause) {
        boolean absent = cause instanceof BindFailure failure && failure.kind() == FailureKind.NO_SUCH_ADDRESS;
        (absent && !where.literal() ? elsewhere : problems).add(lead() + BindProblem.describe(named(address), cause));
    }

    void taken(InetSocketAddress address, String service) {
        problems.add(lead() + BindProblem.takenBy(named(address), service));
    }

    boolean isOpen() {
        return !open.isEmpty();
    }

    /** Returns whether the service has no socket though it should listen. */
    boolean isUnserved() {
        return open.isEmpty() && where.service().open();
    }

    List<InetSocketAddress> addresses() {
        return open.stream().map(OpenAddress::bound).toList();
    }

    /** Returns whether a socket is missing that another attempt may open. */
    boolean lacks() {
        return isUnserved() || !problems.isEmpty();
    }

    /** Returns all problems in one line: sockets that are missing, or a failed look-up; empty if there are none. */
    String problem() {
        List<String> all = new ArrayList<>(problems);
        if (all.isEmpty() && open.isEmpty()) {
            all.addAll(elsewhere);
        }
        if (!where.problem().isEmpty()) {
            all.add(where.problem());
        }
        return String.join("; ", all);
    }

    private String lead() {
        return where.literal() ? "" : where.on() + ": ";
    }

    /** Returns the address as the target writes it; if the target gives a name, returns this address of the name. */
    private HostPort named(InetSocketAddress address) {
        return where.literal()
                ? where.on()
                : new HostPort(NetUtil.toAddressString(address.getAddress()), address.getPort());
    }
}
