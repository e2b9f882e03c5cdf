import { html, useState } from '../html.js';
import { events, status } from '../live/live-state.js';
import { address } from '../live/page-route.js';
import { useShared } from '../live/shared-value.js';
import { EventTable } from '../part/event-table.js';

const WORTH = { info: 0, warning: 1, error: 2 };
const SHOWN = 300;

/** What has happened, newest first, by severity, subject and words. New events come by themselves. */
export function EventsView({ search }) {
    const happened = useShared(events);
    const state = useShared(status);
    const [least, setLeast] = useState('info');
    const [words, setWords] = useState('');
    const subject = search.get('subject') ?? '';
    const setSubject = value => location.replace(address('events', undefined, { subject: value }));
    const subjects = [...new Set([...happened.map(e => e.subject), subject].filter(Boolean))].sort();
    const wanted = words.toLowerCase();
    const found = happened.filter(e => WORTH[e.severity] >= WORTH[least] && (!subject || e.subject === subject)
        && (!wanted || e.message.toLowerCase().includes(wanted)));
    return html`<h1>Events</h1>
        <div class="tools" role="search">
            <label>Subject <select value=${subject} onChange=${e => setSubject(e.target.value)}>
                <option value="">all</option>${subjects.map(name => html`<option value=${name}>${name}</option>`)}</select></label>
            <label>At least <select value=${least} onChange=${e => setLeast(e.target.value)}>
                ${Object.keys(WORTH).map(name => html`<option value=${name}>${name}</option>`)}</select></label>
            <label>Words <input type="search" value=${words} onInput=${e => setWords(e.target.value)} /></label>
            <span class="count" role="status">${found.length} of ${happened.length}</span>
        </div>
        <${EventTable} events=${found.slice(-SHOWN)} links=${new Set(state?.processes.map(p => p.name))} empty="None that the server remembers." />
        ${found.length > SHOWN && html`<p class="empty">The newest ${SHOWN} are shown. Narrow the search, or type: launcho events</p>`}`;
}
