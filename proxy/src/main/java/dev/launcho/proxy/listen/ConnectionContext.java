package dev.launcho.proxy.listen;

import dev.launcho.proxy.header.HeaderWriter;
import dev.launcho.proxy.relay.WarningLimiter;
import dev.launcho.proxy.route.BackendPicker;
import dev.launcho.proxy.route.RouteTable;
import java.util.function.LongSupplier;

/**
 * The objects that all connections share. Immutable.
 *
 * @param nanoTime monotonic
 */
public record ConnectionContext(
        RouteTable table,
        BackendPicker picker,
        HoldQueue held,
        HeaderWriter headers,
        WarningLimiter warnings,
        ConnectTimeouts patience,
        LongSupplier nanoTime) {}
