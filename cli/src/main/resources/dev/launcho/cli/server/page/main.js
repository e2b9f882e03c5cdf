// The page: signed out, it asks for a token; signed in, it follows the server and shows the view that the address names.
import { html, render, useEffect, useState } from './html.js';
import { loginCode } from './api/login-link.js';
import { resume, session } from './api/page-session.js';
import { follow } from './live/live-state.js';
import { route } from './live/page-route.js';
import { useShared } from './live/shared-value.js';
import { EventsView } from './view/events-view.js';
import { HistoryView } from './view/history-view.js';
import { LoginView } from './view/login-view.js';
import { OverviewView } from './view/overview-view.js';
import { PageFrame } from './view/page-frame.js';
import { ProcessView } from './view/process-view.js';
import { RevisionView } from './view/revision-view.js';
import { ServiceView } from './view/service-view.js';

const VIEWS = {
    overview: OverviewView,
    process: ProcessView,
    service: ServiceView,
    history: ({ name }) => (name ? html`<${RevisionView} revision=${Number(name)} />` : html`<${HistoryView} />`),
    events: EventsView,
};

function Page() {
    const current = useShared(session);
    const [failure, setFailure] = useState(null);
    const signedIn = Boolean(current);
    useEffect(() => {
        const begin = () => resume().catch(problem => {
            setFailure(problem);
            if (session.value === undefined) session.set(null);
        });
        begin();
        return loginCode.subscribe(code => code && begin());
    }, []);
    useEffect(() => signedIn ? follow() : undefined, [signedIn]);
    if (current === undefined) return null;
    return current ? html`<${SignedIn} />` : html`<${LoginView} failure=${failure} />`;
}

function SignedIn() {
    const { view, name, search } = useShared(route);
    const View = VIEWS[view] ?? VIEWS.overview;
    useEffect(() => {
        document.title = `${name || view} · Launcho`;
    }, [view, name]);
    return html`<${PageFrame}><${View} key=${`${view} ${name}`} name=${name} search=${search} /><//>`;
}

render(html`<${Page} />`, document.getElementById('page'));
