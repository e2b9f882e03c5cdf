package dev.launcho.proxy.route;

import java.util.concurrent.atomic.LongAdder;

/** What is counted alike of a service and of each of its backends. Only grows. Any thread. */
final class Tally {
    final LongAdder retried = new LongAdder();
    final LongAdder ejected = new LongAdder();
    final LongAdder drained = new LongAdder();
    final LongAdder cut = new LongAdder();
    final LongAdder bytesIn = new LongAdder();
    final LongAdder bytesOut = new LongAdder();
    final Latencies connects = new Latencies();
}
