package dev.launcho.cli.server;

import dev.launcho.proxy.names.NameAnswer;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The addresses that the admin endpoint has to listen on, as far as the lookup of its host has found them.
 *
 * @param all the addresses; empty while they are unknown
 * @param problem one line that says why the lookup failed; empty if it succeeded, or still runs
 * @param absent whether the resolver has answered that there is no such host
 */
record AdminAddresses(List<InetSocketAddress> all, String problem, boolean absent) {
    boolean pending() {
        return all.isEmpty() && problem.isEmpty();
    }

    static AdminAddresses of(NameAnswer answer, String host, int port) {
        return answer.accept(new FromAnswer(host, port));
    }

    private record FromAnswer(String host, int port) implements NameAnswer.Visitor<AdminAddresses> {
        @Override
        public AdminAddresses known(NameAnswer.Known answer) {
            List<InetSocketAddress> all = answer.addresses().stream()
                    .map(address -> new InetSocketAddress(address, port))
                    .toList();
            return new AdminAddresses(all, "", false);
        }

        @Override
        public AdminAddresses pending(NameAnswer.Pending answer) {
            return new AdminAddresses(List.of(), "", false);
        }

        @Override
        public AdminAddresses failed(NameAnswer.Failed answer) {
            String what = answer.silent() ? "no name server answers for the host \"" : "there is no host \"";
            return new AdminAddresses(List.of(), "server.admin_host: " + what + host + "\"", !answer.silent());
        }
    }
}
