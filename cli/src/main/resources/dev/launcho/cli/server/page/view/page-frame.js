import { html } from '../html.js';
import { allowChanges, changesOpen, session, signOut } from '../api/page-session.js';
import { link, status } from '../live/live-state.js';
import { address, route } from '../live/page-route.js';
import { clock } from '../live/page-clock.js';
import { useShared } from '../live/shared-value.js';
import { ChangeDialog } from '../part/change-dialog.js';
import { ChangeReport } from '../part/change-report.js';
import { span } from '../text/quantity-text.js';

const VIEWS = [['overview', 'Overview'], ['history', 'History'], ['events', 'Events']];

/** The frame of every view: where one is, who one is, whether what one sees is true now, and whether one may change it. */
export function PageFrame({ children }) {
    const current = useShared(session);
    const { view } = useShared(route);
    const now = useShared(clock);
    const state = useShared(status);
    return html`
        <a class="skip" href="#content" onClick=${skip}>Skip to the content</a>
        <header class="top">
            <a class="brand" href=${address('overview')}>Launcho</a>
            <nav aria-label="Views"><ul>${VIEWS.map(([name, label]) => html`
                <li><a href=${address(name)} aria-current=${name === view || (name === 'overview' && ['process', 'service'].includes(view)) ? 'page' : null}>${label}</a></li>`)}</ul></nav>
            <div class="facts">
                <span>${location.host}</span>
                ${state && html`<span>up ${span(now - Date.parse(state.started_at))}</span>
                    <a href=${address('history', state.revision)}>rev ${state.revision}</a>`}
            </div>
            <${ChangeSwitch} ...${{ current, now }} />
            <details class="who"><summary aria-label="Signed in as ${current.name}, ${current.role}">${current.name === current.role ? '' : current.name} <em>${current.role}</em></summary>
                <div><p>Launcho ${current.version}</p>
                    <p>The certificate's fingerprint. Compare it with the one that <code>launcho print-auth</code> pins:</p>
                    <p class="fingerprint">${current.fingerprint}</p>
                    <button class="plain" onClick=${signOut}>Sign out</button></div></details>
        </header>
        <${LinkBanner} now=${now} />
        <${ChangeReport} />
        <main id="content" tabindex="-1">${children}</main>
        <${ChangeDialog} />`;
}

/** The address belongs to the route, so the link moves only the focus. */
function skip(event) {
    event.preventDefault();
    document.getElementById('content').focus();
}

function ChangeSwitch({ current, now }) {
    if (current.role !== 'admin') return null;
    const open = changesOpen(current, now);
    const left = open ? ` ${span(Date.parse(current.changes_until) - now)}` : '';
    return html`<button class="switch ${open ? 'on' : ''}" role="switch" aria-checked=${open} onClick=${() => allowChanges(!open)}>
        <i aria-hidden="true"></i>${open ? 'Changes allowed' : 'Read only'}<span aria-hidden="true">${left}</span></button>`;
}

/** Says that what the page shows is old. The region is always there, so that screen readers hear of it. */
function LinkBanner({ now }) {
    const { name, since } = useShared(link);
    return html`<div class="link-banner ${name}" role="status">${name === 'lost' && html`
        <p>The connection to the server is lost. This is what it said <span aria-hidden="true">${span(now - since)} ago</span>; the page tries again by itself.</p>`}</div>`;
}
