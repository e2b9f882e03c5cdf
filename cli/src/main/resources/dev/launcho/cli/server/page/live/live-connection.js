import { call } from '../api/server-call.js';
import { readEvents } from './event-reader.js';
import { isUnseen, seen, whileSeen } from './page-sight.js';
import { SharedValue } from './shared-value.js';

/** Longer than the server is silent: it sends a ping every 10 s. */
const MOST_SILENCE = 25_000;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 5_000;

/**
 * The one stream that keeps the page up to date. It comes back by itself, and goes on after the last event that it has.
 * `state` holds `{name: 'connecting' | 'live' | 'lost' | 'resting', since}`.
 */
export class LiveConnection {
    state = new SharedValue({ name: 'connecting', since: Date.now() });
    #onEvent;
    #lastId;
    #ended = false;
    #attempt = null;

    /** `onEvent` takes each event of the stream; `lastId` is the last one that the page has. */
    constructor(lastId, onEvent) {
        this.#lastId = lastId;
        this.#onEvent = onEvent;
    }

    async run() {
        let wait = FIRST_WAIT;
        while (!this.#ended) {
            let refused = false;
            try {
                await this.#read(() => (wait = FIRST_WAIT));
            } catch (failure) {
                // Of an old key: whoever started this ends it if the session has ended, too.
                refused = failure.status === 401;
            }
            if (isUnseen()) {
                this.#say('resting');
                await seen();
                continue;
            }
            if (!refused) this.#say('lost');
            await new Promise(resolve => setTimeout(resolve, wait));
            wait = Math.min(wait * 2, LONGEST_WAIT);
        }
    }

    end() {
        this.#ended = true;
        this.#attempt?.abort();
    }

    async #read(onLive) {
        const attempt = new AbortController();
        this.#attempt = attempt;
        let watchdog;
        const onBytes = () => {
            clearTimeout(watchdog);
            watchdog = setTimeout(() => attempt.abort(), MOST_SILENCE);
        };
        onBytes();
        try {
            const response = await call('GET', '/v1/stream', {
                signal: whileSeen(attempt.signal), headers: { 'Last-Event-ID': String(this.#lastId) },
            });
            onLive();
            this.#say('live');
            await readEvents(response, {
                onBytes,
                onEvent: event => {
                    if (event.id) this.#lastId = event.id;
                    this.#onEvent(event);
                },
            });
        } finally {
            clearTimeout(watchdog);
            attempt.abort();
        }
    }

    #say(name) {
        if (!this.#ended && name !== this.state.value.name) this.state.set({ name, since: Date.now() });
    }
}
