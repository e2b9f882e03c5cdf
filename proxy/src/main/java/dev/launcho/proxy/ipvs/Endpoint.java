package dev.launcho.proxy.ipvs;

/** A server of a service. An address under two services is two endpoints, with weights of their own. */
record Endpoint(ServiceKey service, Address server) {
    @Override
    public String toString() {
        return server + " of " + service;
    }
}
