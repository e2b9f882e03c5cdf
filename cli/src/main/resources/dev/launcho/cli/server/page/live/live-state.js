import { callJson, isFinal, query } from '../api/server-call.js';
import { withEvent } from './event-list.js';
import { LiveConnection } from './live-connection.js';
import { SharedValue } from './shared-value.js';
import { TrafficRates } from './traffic-rates.js';

const SAMPLES_EVERY = 10_000;
const RATES_EVERY = 1_000;
const RELOAD_AFTER = 1_000;

/** The last status of the server, or null before the first. */
export const status = new SharedValue(null);
/** The last events, oldest first. */
export const events = new SharedValue([]);
/** Connections and bytes a second, by service. */
export const rates = new SharedValue({});
/** The last hour of processes and services, as GET /v1/samples has it. */
export const samples = new SharedValue({ processes: {}, services: {} });
/** `{name, since}` of the connection to the server. */
export const link = new SharedValue({ name: 'connecting', since: Date.now() });

/** Follows the server until the function that it returns is called. */
export function follow() {
    let connection = null;
    let ended = false;
    const traffic = new TrafficRates();
    const take = {
        status: text => {
            const now = JSON.parse(text);
            rates.set(traffic.after(now, Date.now()));
            status.set(now);
        },
        event: text => addEvent(JSON.parse(text)),
        gap: () => reload(),
    };
    // Events that arrive while all are fetched anew; null at other times.
    let meanwhile = null;
    let wanted = false;
    const addEvent = event => {
        if (meanwhile) meanwhile = withEvent(meanwhile, event);
        events.set(withEvent(events.value, event));
    };
    // One runs at a time, and goes round again for what asks meanwhile. Calls `attempted` after each attempt.
    const reload = async (attempted = () => {}) => {
        wanted = true;
        if (meanwhile) return;
        meanwhile = [];
        while (wanted && !ended) {
            wanted = false;
            try {
                const { events: all } = await callJson('GET', '/v1/events' + query({ most: 1000 }));
                if (!ended) events.set(meanwhile.reduce(withEvent, all));
                attempted();
            } catch (failure) {
                attempted();
                if (isFinal(failure)) break;
                wanted = true;
                await new Promise(resolve => setTimeout(resolve, RELOAD_AFTER));
            }
        }
        meanwhile = null;
    };
    const sample = async () => {
        if (!document.hidden) samples.set(await callJson('GET', '/v1/samples'));
    };
    const start = async () => {
        // The stream does not wait until it succeeds: without an event to go on after, it brings all.
        await new Promise(resolve => reload(resolve));
        if (ended) return;
        connection = new LiveConnection(events.value.at(-1)?.sequence ?? 0, ({ event, data }) => take[event]?.(data));
        connection.state.subscribe(state => link.set(state));
        await connection.run();
    };
    start();
    sample().catch(() => {});
    const timers = [
        setInterval(() => sample().catch(() => {}), SAMPLES_EVERY),
        // The server sends a status only when something has changed; rates fall even then.
        setInterval(() => status.value && link.value.name === 'live' && rates.set(traffic.after(status.value, Date.now())), RATES_EVERY),
    ];
    return () => {
        ended = true;
        timers.forEach(clearInterval);
        connection?.end();
        status.set(null);
        events.set([]);
        link.set({ name: 'connecting', since: Date.now() });
    };
}
