/**
 * The comparison of Launcho's load balancer with HAProxy, with nginx, and with no proxy. It measures the cost of TCP
 * connections in one run with one origin. {@code make compare} runs {@link dev.launcho.bench.compare.Compare}.
 *
 * <p>The peers are separate processes that run all the time. Each repetition goes through all workloads, and each workload
 * through all peers, beginning with another peer each time. So a disturbance of the machine affects all peers alike.
 *
 * <p>One thread measures. Imports the packages below this one. Imported by {@code compare.report}.
 */
@NullMarked
package dev.launcho.bench.compare;

import org.jspecify.annotations.NullMarked;
