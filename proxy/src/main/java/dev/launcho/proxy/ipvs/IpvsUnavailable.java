package dev.launcho.proxy.ipvs;

/** Thrown when IPVS can't be used on this machine. The message is one line that ends with the remedy. */
public final class IpvsUnavailable extends Exception {
    private static final long serialVersionUID = 1L;
    private static final String OTHERWISE = ", or set server.balancer: netty in launcho-config.yaml";

    /** Whether the kernel has no IPVS at all, and so no table. */
    private final boolean noModule;

    private final String what;

    private IpvsUnavailable(String what, String remedy, boolean noModule) {
        super("server.balancer: ipvs can't be used: " + what + "; " + remedy + OTHERWISE);
        this.what = what;
        this.noModule = noModule;
    }

    static IpvsUnavailable absent() {
        return new IpvsUnavailable(
                "the program ipvsadm is not installed",
                "install it (apt-get install ipvsadm, dnf install ipvsadm)",
                false);
    }

    /** @param outcome of {@code ipvsadm --version}, which needs the privilege and the module, too */
    static IpvsUnavailable of(Ipvsadm.Outcome outcome) {
        if (outcome.stderr().contains("Permission denied")) {
            return new IpvsUnavailable(
                    "ipvsadm has no permission to change the kernel's table (" + outcome.problem() + ")",
                    "run the server as root, or give it CAP_NET_ADMIN",
                    false);
        }
        if (outcome.stderr().contains("Protocol not available")) {
            return new IpvsUnavailable(
                    "this kernel has no IPVS (" + outcome.problem() + ")",
                    "load the module ip_vs (modprobe ip_vs), on a kernel that has it",
                    true);
        }
        return new IpvsUnavailable(
                "ipvsadm --version failed (" + outcome.problem() + ")", "try that command by hand", false);
    }

    /** Returns the problem without the remedy. */
    String what() {
        return what;
    }

    boolean noModule() {
        return noModule;
    }
}
