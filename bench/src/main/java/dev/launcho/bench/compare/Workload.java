package dev.launcho.bench.compare;

import dev.launcho.bench.compare.wire.Order;
import dev.launcho.bench.compare.wire.Shape;
import java.util.List;

/**
 * A kind of traffic to measure.
 *
 * @param name its name in options and JSON
 * @param title its name in reports
 */
public record Workload(String name, String title, Unit unit, Shape shape) {
    public static final List<Workload> ALL = List.of(
            bulk("bulk-1", "bulk, 1 connection", 1, Order.download()),
            bulk("bulk-8", "bulk, 8 connections, both ways", 8, Order.bothWays()),
            bulk("bulk-64", "bulk, 64 connections", 64, Order.download()),
            requests("keep-alive-1", "requests, 1 connection", 1, Order.request()),
            requests("keep-alive-16", "requests, 16 connections", 16, Order.request()),
            requests("keep-alive-64", "requests, 64 connections", 64, Order.request()),
            requests("keep-alive-256", "requests, 256 connections", 256, Order.request()),
            new Workload(
                    "connections",
                    "connections, one request each",
                    Unit.CONNECTION,
                    new Shape(Order.lastRequest(), 64, Shape.Then.CONNECT_AGAIN)),
            message("message-1k", 1),
            message("message-4k", 4),
            message("message-16k", 16),
            message("message-64k", 64),
            message("message-256k", 256),
            message("message-1m", 1024));

    /** The unit in which a workload is counted. */
    public enum Unit {
        REQUEST("requests/s", 1, "us", 1e6),
        CONNECTION("connections/s", 1, "us", 1e6),
        BYTE("GB/s", 1e9, "s/GB", 1e9);

        /** The unit of the rate in reports, and how many units per second it stands for. */
        public final String rate;

        public final double scale;
        /** The unit of the processor time in reports, and the factor from seconds per unit to it. */
        public final String cost;

        public final double costScale;

        Unit(String rate, double scale, String cost, double costScale) {
            this.rate = rate;
            this.scale = scale;
            this.cost = cost;
            this.costScale = costScale;
        }
    }

    private static Workload bulk(String name, String title, int connections, Order order) {
        return new Workload(name, title, Unit.BYTE, new Shape(order, connections, Shape.Then.ASK_AGAIN));
    }

    private static Workload requests(String name, String title, int connections, Order order) {
        return new Workload(name, title, Unit.REQUEST, new Shape(order, connections, Shape.Then.ASK_AGAIN));
    }

    private static Workload message(String name, int kibibytes) {
        String size = kibibytes < 1024 ? kibibytes + " KiB" : kibibytes / 1024 + " MiB";
        return requests(name, size + " there and back, 8 connections", 8, Order.message(kibibytes * 1024));
    }
}
