import { html } from '../html.js';
import { events, rates, samples, status } from '../live/live-state.js';
import { address } from '../live/page-route.js';
import { useShared } from '../live/shared-value.js';
import { DataTable } from '../part/data-table.js';
import { EventTable } from '../part/event-table.js';
import { HourChart } from '../part/hour-chart.js';
import { StateBadge } from '../part/state-badge.js';
import { bytes, count, digits, micros } from '../text/quantity-text.js';
import { toneOf } from '../text/state-tone.js';

const EVENTS_SHOWN = 30;
/** Of one sample, in connections or bytes; the charts show seconds. */
const perSecond = (values = [], step) => values.map(value => (value >= 0 && value !== null ? value / step : null));

/** One service: its traffic of the last hour, all that was counted, and the instances behind it. */
export function ServiceView({ name }) {
    const state = useShared(status);
    const now = useShared(rates)[name] ?? {};
    const hour = useShared(samples);
    const happened = useShared(events);
    if (!state) return html`<p class="empty">Waiting for the server …</p>`;
    const service = state.services.find(s => s.name === name);
    if (!service) return html`<h1>${name}</h1><p class="empty">There is no service of this name. <a href=${address('overview')}>Overview</a></p>`;
    const of = hour.services[name] ?? {};
    const when = { from: Date.parse(hour.from) / 1000, step: hour.step_seconds };
    const backends = state.processes.flatMap(p => p.instances.filter(i => i.ports[name]).map(i => ({ process: p.name, ...i })));
    return html`<header class="title">
            <h1>${name}</h1><${StateBadge} state=${service.state} /><code>${service.on}</code><span>${service.ready}/${service.total} ready</span>
        </header>
        ${[service.problem, service.detail].filter(Boolean).map(line => html`<p class="trouble ${toneOf(service.state)}"><bdi>${line}</bdi></p>`)}
        ${of.open?.length > 1 && html`<div class="charts">
            <${HourChart} title="Connections" ...${when} series=${[{ label: 'open', values: of.open }]} format=${digits} />
            <${HourChart} title="A second" ...${when} series=${[
                { label: 'accepted', values: perSecond(of.accepted, when.step) }, { label: 'refused', values: perSecond(of.refused, when.step) },
                { label: 'cut', values: perSecond(of.cut, when.step) }]} format=${digits} />
            <${HourChart} title="Bytes a second" ...${when} series=${[
                { label: 'in', values: perSecond(of.bytes_in, when.step) }, { label: 'out', values: perSecond(of.bytes_out, when.step) }]} format=${bytes} />
            <${HourChart} title="Connect time" ...${when} series=${[{ label: 'p50', values: of.connect_p50 }, { label: 'p99', values: of.connect_p99 }]} format=${micros} /></div>`}
        <section aria-labelledby="counts-title"><h2 id="counts-title">Counted since the server started</h2><${CountList} traffic=${service.traffic} now=${now} /></section>
        <section aria-labelledby="backends-title"><h2 id="backends-title">Instances</h2><${BackendTable} backends=${backends} service=${name} /></section>
        <section aria-labelledby="events-title"><h2 id="events-title">Events</h2>
            <${EventTable} events=${happened.filter(e => e.subject === name || e.kind?.service === name).slice(-EVENTS_SHOWN)} empty="None that the server remembers." /></section>`;
}

function CountList({ traffic, now }) {
    const counts = [
        ['New a second', digits(now.accepted)], ['Accepted', count(traffic.accepted)], ['Open', count(traffic.active)], ['Held now', count(traffic.held)],
        ['Had to wait', count(traffic.waited)], ['Refused', count(traffic.refused)], ['Rejected', count(traffic.rejected)],
        ['Retried', count(traffic.retried)], ['Ejected', count(traffic.ejected)], ['Drained', count(traffic.drained)], ['Cut', count(traffic.cut)],
        ['In', bytes(traffic.bytes_in)], ['Out', bytes(traffic.bytes_out)], ['Connect p50', micros(traffic.connect.p50_us)],
        ['p90', micros(traffic.connect.p90_us)], ['p99', micros(traffic.connect.p99_us)], ['max', micros(traffic.connect.max_us)],
    ];
    return html`<dl class="counts">${counts.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value || '–'}</dd></div>`)}</dl>`;
}

function BackendTable({ backends, service }) {
    const columns = [
        { label: 'State', mark: 'state', cell: i => html`<${StateBadge} state=${i.state} />` },
        { label: 'Process', mark: 'name', cell: i => html`<a href=${address('process', i.process)}>${i.process}</a>` },
        { label: 'Instance', mark: 'code', cell: i => i.id },
        { label: 'Port', end: true, cell: i => i.ports[service] },
        { label: 'Open', end: true, cell: i => count(i.connections) },
        { label: 'Served', end: true, cell: i => count(i.traffic.accepted) },
        { label: 'Refused', end: true, cell: i => count(i.traffic.refused) },
        { label: 'Cut', end: true, cell: i => count(i.traffic.cut) },
        { label: 'Drained', end: true, cell: i => count(i.traffic.drained) },
        { label: 'In', end: true, cell: i => bytes(i.traffic.bytes_in) },
        { label: 'Out', end: true, cell: i => bytes(i.traffic.bytes_out) },
        { label: 'Connect p50', end: true, cell: i => micros(i.traffic.connect.p50_us) },
        { label: 'p99', end: true, cell: i => micros(i.traffic.connect.p99_us) },
    ];
    return html`<${DataTable} label="Instances" columns=${columns} rows=${backends} keyOf=${i => i.id} toneOf=${i => toneOf(i.state)}
        empty="No instance is behind it." />`;
}
