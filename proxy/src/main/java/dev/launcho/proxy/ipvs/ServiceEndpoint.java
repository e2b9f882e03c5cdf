package dev.launcho.proxy.ipvs;

/** A server of a virtual service. An address under two services is two endpoints, with weights of their own. */
record ServiceEndpoint(ServiceKey service, Address server) {
    @Override
    public String toString() {
        return server + " of " + service;
    }
}
