import { html, useState } from '../html.js';
import { events, samples, status } from '../live/live-state.js';
import { address } from '../live/page-route.js';
import { clock } from '../live/page-clock.js';
import { useShared } from '../live/shared-value.js';
import { LogView } from '../log/log-view.js';
import { DataTable } from '../part/data-table.js';
import { EventTable } from '../part/event-table.js';
import { HourChart } from '../part/hour-chart.js';
import { ProcessActions } from '../part/process-actions.js';
import { StateBadge } from '../part/state-badge.js';
import { WhyPanel } from '../part/why-panel.js';
import { processTroubles } from '../text/process-facts.js';
import { bytes, count, percent, span, time } from '../text/quantity-text.js';
import { toneOf } from '../text/state-tone.js';

const ENDS_SHOWN = 10;
const EVENTS_SHOWN = 30;

/** One process: its instances, how the last ones ended, its events and its log. */
export function ProcessView({ name }) {
    const state = useShared(status);
    const now = useShared(clock);
    const hour = useShared(samples);
    const happened = useShared(events);
    const [why, setWhy] = useState(false);
    if (!state) return html`<p class="empty">Waiting for the server …</p>`;
    const process = state.processes.find(p => p.name === name);
    const ends = state.ended.filter(end => end.process === name).slice(-ENDS_SHOWN).reverse();
    if (!process) return html`<h1>${name}</h1><p class="empty">There is no process of this name. <a href=${address('overview')}>Overview</a></p>`;
    const of = hour.processes[name] ?? {};
    const from = Date.parse(hour.from) / 1000;
    const step = hour.step_seconds;
    return html`<header class="title">
            <h1>${name}</h1><${StateBadge} state=${process.state} /><span>${process.ready}/${process.wanted} ready</span>
            ${process.goal && html`<span>version <code>${process.goal.slice(0, 12)}</code></span>`}
            <button class="quiet" aria-expanded=${why} onClick=${() => setWhy(!why)}>why</button>
            <${ProcessActions} process=${process} />
        </header>
        ${processTroubles(process, now).map(trouble => html`<p class="trouble ${toneOf(process.state)}"><bdi>${trouble}</bdi></p>`)}
        ${why && html`<${WhyPanel} name=${name} />`}
        ${of.cpu?.length > 1 && html`<div class="charts">
            <${HourChart} title="CPU" from=${from} step=${step} series=${[{ label: 'of one core', values: of.cpu }]} format=${percent} />
            <${HourChart} title="Memory" from=${from} step=${step} series=${[{ label: 'bytes', values: of.memory }]} format=${bytes} /></div>`}
        <section aria-labelledby="instances-title"><h2 id="instances-title">Instances</h2><${InstanceTable} process=${process} now=${now} /></section>
        <section aria-labelledby="log-title"><h2 id="log-title">Log</h2>
            <${LogView} key=${name} name=${name} instances=${[...process.instances.map(i => i.id), ...ends.map(end => end.id)]} /></section>
        <div class="columns">
            <section aria-labelledby="ends-title"><h2 id="ends-title">Last ends</h2><${EndTable} ends=${ends} /></section>
            <section aria-labelledby="events-title"><h2 id="events-title">Events</h2>
                <${EventTable} events=${happened.filter(e => e.subject === name).slice(-EVENTS_SHOWN)} empty="None that the server remembers." />
                <p><a href=${address('events', undefined, { subject: name })}>All events of ${name}</a></p></section>
        </div>`;
}

function InstanceTable({ process, now }) {
    const columns = [
        { label: 'State', mark: 'state', cell: i => html`<${StateBadge} state=${i.state} />` },
        { label: 'Instance', mark: 'name code', cell: i => i.id },
        { label: 'Version', mark: 'code', cell: i => html`${i.version.slice(0, 7)}${process.goal && i.version !== process.goal ? ' (old)' : ''}` },
        { label: 'Pid', end: true, cell: i => i.pid },
        { label: 'Up', end: true, cell: i => span(now - Date.parse(i.started_at)) },
        { label: 'Restarts', end: true, cell: i => count(i.restarts) },
        { label: 'CPU', end: true, cell: i => percent(i.cpu) },
        { label: 'Memory', end: true, cell: i => bytes(i.memory) },
        { label: 'Files', end: true, cell: i => (i.files >= 0 ? count(i.files) : '') },
        { label: 'Open', end: true, cell: i => count(i.connections) },
        { label: 'Served', end: true, cell: i => count(i.traffic.accepted) },
        { label: 'Cut', end: true, cell: i => count(i.traffic.cut) },
        { label: 'Ports', mark: 'code', cell: i => Object.entries(i.ports).map(([service, port]) => `${service}:${port}`).join(' ') },
    ];
    return html`<${DataTable} label="Instances" columns=${columns} rows=${process.instances} keyOf=${i => i.id} toneOf=${i => toneOf(i.state)}
        after=${i => i.detail && html`<p class="trouble"><bdi>${i.detail}</bdi></p>`} empty="No instance runs." />`;
}

function EndTable({ ends }) {
    const columns = [
        { label: 'Time', mark: 'time', cell: e => html`<time datetime=${e.at} title=${e.at}>${time(e.at)}</time>` },
        { label: 'Instance', mark: 'code', cell: e => e.id },
        { label: 'End', mark: 'message', cell: e => html`<bdi>${e.how}</bdi>` },
    ];
    return html`<${DataTable} label="Last ends" columns=${columns} rows=${ends} keyOf=${e => e.id} empty="No instance has ended that the server remembers." />`;
}
