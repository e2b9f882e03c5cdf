import { catchCode } from '../api/login-link.js';
import { SharedValue } from './shared-value.js';

/** `{view, name, search}` of the address: `#/process/web`, `#/events?subject=web`. */
export const route = new SharedValue(read());

addEventListener('hashchange', () => {
    catchCode();
    route.set(read());
    scrollTo(0, 0);
});

function read() {
    const [path, search = ''] = location.hash.replace(/^#\/?/, '').split('?');
    const [view, name = ''] = path.split('/').map(part => {
        try {
            return decodeURIComponent(part);
        } catch {
            return part;
        }
    });
    return { view: view || 'overview', name, search: new URLSearchParams(search) };
}

/** The address of a view, for links. */
export function address(view, name, search = {}) {
    const found = new URLSearchParams(Object.entries(search).filter(([, value]) => value)).toString();
    return `#/${view}${name === undefined ? '' : '/' + encodeURIComponent(name)}${found && '?' + found}`;
}
