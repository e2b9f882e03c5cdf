import { html, useState } from '../html.js';
import { rates, samples, status } from '../live/live-state.js';
import { address } from '../live/page-route.js';
import { clock } from '../live/page-clock.js';
import { useShared } from '../live/shared-value.js';
import { DataTable } from '../part/data-table.js';
import { RolloutPanel } from '../part/rollout-panel.js';
import { SparkLine } from '../part/spark-line.js';
import { StateBadge } from '../part/state-badge.js';
import { WhyPanel } from '../part/why-panel.js';
import { processFacts, processTroubles } from '../text/process-facts.js';
import { bytes, count, digits, micros, percent, span } from '../text/quantity-text.js';
import { toneOf, worstFirst } from '../text/state-tone.js';

/** Everything on one page, what is broken first. */
export function OverviewView() {
    const state = useShared(status);
    if (!state) return html`<p class="empty">Waiting for the server …</p>`;
    return html`<h1 class="unseen">Overview</h1>
        <${Summary} state=${state} />
        <${RolloutPanel} status=${state} />
        <section aria-labelledby="processes-title"><h2 id="processes-title">Processes</h2><${ProcessTable} processes=${state.processes} /></section>
        <section aria-labelledby="services-title"><h2 id="services-title">Services</h2><${ServiceTable} services=${state.services} /></section>`;
}

/** How many are in each state, as the first thing that one sees. */
function Summary({ state }) {
    const all = [...state.processes, ...state.services];
    const troubles = all.filter(item => ['bad', 'warn'].includes(toneOf(item.state)));
    const busy = all.filter(item => toneOf(item.state) === 'busy');
    const tone = troubles.some(item => toneOf(item.state) === 'bad') ? 'bad' : troubles.length ? 'warn' : busy.length ? 'busy' : 'good';
    const words = troubles.length ? `${troubles.length} of ${all.length} need attention: ${troubles.map(item => item.name).join(', ')}`
        : busy.length ? `${busy.length} of ${all.length} are changing` : all.length ? `All ${all.length} are well` : 'Nothing runs yet: launcho target set FILE';
    return html`<p class="summary ${tone}" role="status"><i aria-hidden="true"></i>${words}</p>`;
}

function ProcessTable({ processes }) {
    const hour = useShared(samples);
    const now = useShared(clock);
    const [asked, setAsked] = useState('');
    const of = process => hour.processes[process.name] ?? {};
    const columns = [
        { label: 'State', mark: 'state', cell: p => html`<${StateBadge} state=${p.state} />` },
        { label: 'Process', mark: 'name', cell: p => html`<a href=${address('process', p.name)}>${p.name}</a>` },
        { label: 'Ready', end: true, cell: p => html`<span class=${p.ready < p.wanted ? 'short' : ''}>${p.ready}/${p.wanted}</span>` },
        { label: 'Version', mark: 'code', cell: p => versionOf(p) },
        { label: 'Restarts', end: true, cell: p => count(processFacts(p).restarts) },
        { label: 'Up', end: true, cell: p => (p.instances.length ? span(now - processFacts(p).since) : '') },
        { label: 'CPU', end: true, mark: 'sparked', cell: p => html`<${SparkLine} values=${of(p).cpu} label="CPU of the last hour" /><span>${percent(processFacts(p).cpu)}</span>` },
        { label: 'Memory', end: true, mark: 'sparked', cell: p => html`<${SparkLine} values=${of(p).memory} label="Memory of the last hour" /><span>${bytes(processFacts(p).memory)}</span>` },
        { label: 'Why', mark: 'do', cell: p => html`<button class="quiet" aria-expanded=${asked === p.name} aria-label="Why is ${p.name} ${p.state}?"
            onClick=${() => setAsked(asked === p.name ? '' : p.name)}>why</button>` },
    ];
    const after = process => {
        const troubles = processTroubles(process, now);
        const open = asked === process.name;
        if (!troubles.length && !open) return null;
        return html`${troubles.map(trouble => html`<p class="trouble"><bdi>${trouble}</bdi></p>`)}${open && html`<${WhyPanel} name=${process.name} />`}`;
    };
    return html`<${DataTable} label="Processes" columns=${columns} rows=${worstFirst(processes)} keyOf=${p => p.name} after=${after}
        toneOf=${p => toneOf(p.state)} empty="The target has no processes." />`;
}

function versionOf(process) {
    const { old } = processFacts(process);
    const short = version => version.slice(0, 7);
    if (!process.goal) return old.map(short).join(', ');
    return old.length ? html`${old.map(short).join(', ')} → <b>${short(process.goal)}</b>` : short(process.goal);
}

function ServiceTable({ services }) {
    const hour = useShared(samples);
    const now = useShared(rates);
    const of = service => now[service.name] ?? {};
    const columns = [
        { label: 'State', mark: 'state', cell: s => html`<${StateBadge} state=${s.state} />` },
        { label: 'Service', mark: 'name', cell: s => html`<a href=${address('service', s.name)}>${s.name}</a>` },
        { label: 'Address', mark: 'code', cell: s => s.on },
        { label: 'Ready', end: true, cell: s => html`<span class=${s.ready < s.total ? 'short' : ''}>${s.ready}/${s.total}</span>` },
        { label: 'Open', end: true, mark: 'sparked', cell: s => html`<${SparkLine} values=${hour.services[s.name]?.open} label="Connections of the last hour" /><span>${count(s.connections)}</span>` },
        { label: 'Held', end: true, cell: s => html`<span class=${s.held ? 'short' : ''}>${count(s.held)}</span>` },
        { label: 'New/s', end: true, cell: s => digits(of(s).accepted) },
        { label: 'Refused', end: true, cell: s => count(s.traffic.refused) },
        { label: 'Cut', end: true, cell: s => count(s.traffic.cut) },
        { label: 'In/s', end: true, cell: s => bytes(of(s).bytes_in) },
        { label: 'Out/s', end: true, cell: s => bytes(of(s).bytes_out) },
        { label: 'Connect p50', end: true, cell: s => micros(s.traffic.connect.p50_us) },
        { label: 'p99', end: true, cell: s => micros(s.traffic.connect.p99_us) },
    ];
    const after = service => {
        const lines = [service.problem, service.detail].filter(Boolean);
        return lines.length ? lines.map(line => html`<p class="trouble"><bdi>${line}</bdi></p>`) : null;
    };
    return html`<${DataTable} label="Services" columns=${columns} rows=${worstFirst(services)} keyOf=${s => s.name} after=${after}
        toneOf=${s => toneOf(s.state)} empty="The target has no services." />`;
}
