/** Rates are of this many milliseconds: shorter ones jump, longer ones lag. */
const SPAN = 10_000;
const COUNTS = ['accepted', 'refused', 'cut', 'bytes_in', 'bytes_out'];

/** Makes rates a second of the load balancer's counters, which only grow until the server starts anew. */
export class TrafficRates {
    #seen = [];
    #server = '';

    /** Takes a status, and the time at which it came. Returns rates by service: `{http: {accepted: 12.5, ...}}`. */
    after(status, at) {
        if (status.started_at !== this.#server) this.#seen = [];
        this.#server = status.started_at;
        this.#seen.push({ at, traffic: Object.fromEntries(status.services.map(s => [s.name, s.traffic])) });
        while (this.#seen.length > 2 && this.#seen[1].at <= at - SPAN) this.#seen.shift();
        const [first] = this.#seen;
        const seconds = (at - first.at) / 1000;
        return Object.fromEntries(status.services.map(s => [s.name, between(first.traffic[s.name], s.traffic, seconds)]));
    }
}

function between(before, after, seconds) {
    if (!before || seconds <= 0) return {};
    return Object.fromEntries(COUNTS.map(name => [name, Math.max(0, after[name] - before[name]) / seconds]));
}
