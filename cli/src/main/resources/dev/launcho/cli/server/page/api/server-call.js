import { dropKey, pageKey } from './page-key.js';

/** An answer of 4xx or 5xx, or none at all (status 0). `lines` says what failed and what to do next. */
export class CallFailure extends Error {
    constructor(status, code, lines) {
        super(lines[0]);
        this.status = status;
        this.code = code;
        this.lines = lines;
    }
}

/** Whether asking again is of no use. A 401 may be of a key that was replaced meanwhile; whoever asks ends with the session. */
export function isFinal(failure) {
    return failure.status >= 400 && failure.status < 500 && failure.status !== 401;
}

/** Fired when the server no longer accepts the session. */
export const signedOut = new EventTarget();

/** `path('processes', name)` is the path of a process, whatever its name holds. */
export function path(...parts) {
    return '/v1/' + parts.map(encodeURIComponent).join('/');
}

/** Undefined and false parameters are left out; an array gives its parameter several times. */
export function query(parameters) {
    const given = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters))
        for (const one of [value].flat())
            if (one !== undefined && one !== false && one !== '') given.append(name, one);
    const text = given.toString();
    return text && '?' + text;
}

/** The response, whose body nobody has read. Throws CallFailure, or AbortError if `signal` ends it. A refused `login` ends no session. */
export async function call(method, url, { body, signal, headers = {}, login = false } = {}) {
    const key = pageKey();
    if (key) headers = { ...headers, 'X-Launcho-Page': key };
    if (body !== undefined) headers = { ...headers, 'Content-Type': 'application/json' };
    let response;
    try {
        response = await fetch(url, {
            method, headers, signal, body: body && JSON.stringify(body),
            credentials: 'same-origin', cache: 'no-store', redirect: 'error',
        });
    } catch (failure) {
        if (failure.name === 'AbortError') throw failure;
        throw new CallFailure(0, 'unreachable', ['The server does not answer. Try again when the connection is back.']);
    }
    if (response.ok) return response;
    const failure = await failureOf(response);
    if (failure.status === 401 && !login && key === pageKey()) {
        dropKey(key);
        signedOut.dispatchEvent(new Event('signed-out'));
    }
    throw failure;
}

/** The body of the answer. */
export async function callJson(method, url, options) {
    const response = await call(method, url, options);
    const text = await response.text();
    return text ? JSON.parse(text) : {};
}

async function failureOf(response) {
    try {
        const { error } = await response.json();
        return new CallFailure(response.status, error.code, error.lines.length ? error.lines : [error.message]);
    } catch {
        return new CallFailure(response.status, 'unknown', [`The server answered ${response.status} ${response.statusText}.`]);
    }
}
