package dev.launcho.cli.server.metrics;

import dev.launcho.core.admin.StatusView;

/** A source of samples. Called by any thread, but by one at a time. */
public interface MetricSource {
    /** @param view the status that the whole scrape is about */
    void collect(StatusView view, MetricFamilies into);
}
