package dev.launcho.proxy.ipvs;

import java.util.Optional;

/**
 * The identity of a virtual service.
 *
 * @param kind ipvsadm's option: {@code -t}, {@code -u}, {@code -f}, {@code --sctp-service}
 * @param address the address; for {@code -f} the mark
 */
record ServiceKey(String kind, Address address) {
    private static final String TCP = "-t";

    static ServiceKey tcp(Address address) {
        return new ServiceKey(TCP, address);
    }

    /** Returns the key of an option of {@code --save}; empty for another option. */
    static Optional<ServiceKey> ofOption(String option, String address) {
        return switch (option) {
            case "-t", "-u", "-f", "--sctp-service" -> Optional.of(new ServiceKey(option, Address.of(address)));
            default -> Optional.empty();
        };
    }

    /** Returns the key of a protocol in the first column of a listing; empty for another protocol. */
    static Optional<ServiceKey> ofProtocol(String protocol, String address) {
        return switch (protocol) {
            case "TCP" -> Optional.of(new ServiceKey(TCP, Address.of(address)));
            case "UDP" -> Optional.of(new ServiceKey("-u", Address.of(address)));
            case "FWM" -> Optional.of(new ServiceKey("-f", Address.of(address)));
            case "SCTP" -> Optional.of(new ServiceKey("--sctp-service", Address.of(address)));
            default -> Optional.empty();
        };
    }

    @Override
    public String toString() {
        return kind.equals(TCP) ? address.text() : kind + " " + address.text();
    }
}
