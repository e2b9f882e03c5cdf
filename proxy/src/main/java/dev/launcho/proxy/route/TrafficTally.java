package dev.launcho.proxy.route;

import java.util.concurrent.atomic.LongAdder;

/** The counters that a service and each of its backends have in common. They only grow. Any thread. */
final class TrafficTally {
    final LongAdder retried = new LongAdder();
    final LongAdder ejected = new LongAdder();
    final LongAdder drained = new LongAdder();
    final LongAdder cut = new LongAdder();
    final LongAdder bytesIn = new LongAdder();
    final LongAdder bytesOut = new LongAdder();
    final LatencyHistogram connects = new LatencyHistogram();
}
