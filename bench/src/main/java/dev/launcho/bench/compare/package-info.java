/**
 * What a TCP connection costs through Launcho's load balancer, through HAProxy, through nginx, and without a proxy: measured side
 * by side, in one run over one origin. {@code make compare} runs {@link dev.launcho.bench.compare.Compare}.
 *
 * <p>All of them are processes of their own and are there all the time. Each repetition goes through all workloads, and in
 * each workload through all peers, beginning with another one each time, so that what disturbs the machine disturbs all.
 */
@NullMarked
package dev.launcho.bench.compare;

import org.jspecify.annotations.NullMarked;
