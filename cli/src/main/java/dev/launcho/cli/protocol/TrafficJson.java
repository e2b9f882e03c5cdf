package dev.launcho.cli.protocol;

import com.grack.nanojson.JsonObject;
import dev.launcho.core.traffic.LatencySummary;
import dev.launcho.core.traffic.TrafficCounters;
import java.time.Duration;

/** The counters of connections, in a status. A missing number reads as 0. */
final class TrafficJson {
    private static final double NANOS = 1e9;

    private TrafficJson() {}

    static JsonObject write(TrafficCounters.Service counted) {
        return Json.object(
                "accepted", counted.accepted(),
                "active", counted.active(),
                "held", counted.held(),
                "waited", counted.waited(),
                "refused", counted.refused(),
                "rejected", counted.rejected(),
                "retried", counted.retried(),
                "ejected", counted.ejected(),
                "drained", counted.drained(),
                "cut", counted.cut(),
                "bytes_in", counted.bytesIn(),
                "bytes_out", counted.bytesOut(),
                "connect", latency(counted.connects()));
    }

    static TrafficCounters.Service service(JsonObject json) {
        return new TrafficCounters.Service(
                json.getLong("accepted"),
                json.getLong("active"),
                json.getLong("held"),
                json.getLong("waited"),
                json.getLong("refused"),
                json.getLong("retried"),
                json.getLong("ejected"),
                json.getLong("drained"),
                json.getLong("cut"),
                json.getLong("bytes_in"),
                json.getLong("bytes_out"),
                latency(json),
                json.getLong("rejected"));
    }

    static JsonObject write(TrafficCounters.Backend counted) {
        return Json.object(
                "accepted", counted.accepted(),
                "active", counted.active(),
                "refused", counted.refused(),
                "retried", counted.retried(),
                "ejected", counted.ejected(),
                "ejected_for", counted.ejectedFor().toNanos() / NANOS,
                "drained", counted.drained(),
                "cut", counted.cut(),
                "bytes_in", counted.bytesIn(),
                "bytes_out", counted.bytesOut(),
                "connect", latency(counted.connects()));
    }

    static TrafficCounters.Backend backend(JsonObject json) {
        return new TrafficCounters.Backend(
                json.getLong("accepted"),
                json.getLong("active"),
                json.getLong("refused"),
                json.getLong("retried"),
                json.getLong("ejected"),
                Duration.ofNanos(Math.round(json.getDouble("ejected_for") * NANOS)),
                json.getLong("drained"),
                json.getLong("cut"),
                json.getLong("bytes_in"),
                json.getLong("bytes_out"),
                latency(json));
    }

    private static JsonObject latency(LatencySummary latency) {
        return Json.object(
                "count", latency.count(),
                "p50_us", latency.p50(),
                "p90_us", latency.p90(),
                "p99_us", latency.p99(),
                "max_us", latency.longest(),
                "buckets",
                        Json.array(
                                latency.buckets(),
                                bucket -> Json.object("below_us", bucket.below(), "count", bucket.count())));
    }

    private static LatencySummary latency(JsonObject traffic) {
        JsonObject json = traffic.getObject("connect", new JsonObject());
        return new LatencySummary(
                json.getLong("count"),
                json.getLong("p50_us"),
                json.getLong("p90_us"),
                json.getLong("p99_us"),
                json.getLong("max_us"),
                Json.objects(
                        json,
                        "buckets",
                        bucket -> new LatencySummary.Bucket(bucket.getLong("below_us"), bucket.getLong("count"))));
    }
}
