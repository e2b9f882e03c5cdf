/** As many as the server has in memory. */
const MOST_EVENTS = 1000;

/** The events with the new one, in the order of their numbers; one that is there already stays as it is. */
export function withEvent(events, event) {
    const last = events.at(-1)?.sequence ?? 0;
    if (event.sequence <= last) return events;
    return [...events.slice(1 - MOST_EVENTS), event];
}
