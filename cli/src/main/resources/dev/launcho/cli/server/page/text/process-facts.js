import { span } from './quantity-text.js';

const sum = (instances, of) => instances.map(of).filter(n => n >= 0).reduce((a, b) => a + b, 0);

/** What a row says about all instances of a process together. -1 is not known. */
export function processFacts({ instances, failing, goal }) {
    const known = instances.some(i => i.cpu >= 0);
    return {
        cpu: known ? sum(instances, i => i.cpu) : -1,
        memory: known ? sum(instances, i => i.memory) : -1,
        restarts: Math.max(failing?.restarts ?? 0, sum(instances, i => i.restarts)),
        connections: sum(instances, i => i.connections),
        old: [...new Set(instances.map(i => i.version).filter(v => goal && v !== goal))],
        since: instances.length ? Math.min(...instances.map(i => Date.parse(i.started_at))) : NaN,
    };
}

/** One line for each thing that is wrong with a process. */
export function processTroubles(process, now) {
    const troubles = [];
    const { failing } = process;
    if (failing) {
        const wait = Date.parse(failing.retry_at) - now;
        troubles.push([
            failing.exit, failing.line && `last line: ${failing.line}`, wait > 0 ? `retry in ${span(wait + 999)}` : 'retry now',
        ].filter(Boolean).join('; '));
    }
    if (process.detail && !(failing && process.state === 'backoff')) troubles.push(process.detail);
    for (const instance of process.instances) {
        if (instance.detail && !instance.ready) troubles.push(`${instance.id}: ${instance.detail}`);
        if (instance.traffic.ejected_for > 0)
            troubles.push(`${instance.id}: connects to it fail; it gets none for ${span(instance.traffic.ejected_for * 1000)}`);
    }
    return troubles;
}
