package dev.launcho.proxy.listen;

import dev.launcho.proxy.header.HeaderWriter;
import dev.launcho.proxy.relay.Warnings;
import dev.launcho.proxy.route.Picker;
import dev.launcho.proxy.route.RouteTable;
import java.util.function.LongSupplier;

/**
 * What every arrival needs. Immutable.
 *
 * @param nanoTime monotonic
 */
public record Arrivals(
        RouteTable table,
        Picker picker,
        HoldQueue held,
        HeaderWriter headers,
        Warnings warnings,
        Patience patience,
        LongSupplier nanoTime) {}
