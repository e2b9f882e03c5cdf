import { html, useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState } from '../html.js';
import { FailureNote } from '../part/failure-note.js';
import { LogLine } from '../part/log-line.js';
import { time } from '../text/quantity-text.js';
import { LogBuffer, MOST_LINES } from './log-buffer.js';
import { downloadLog } from './log-download.js';
import { followLog } from './log-follower.js';

const SINCE = [['', 'last 1,000 lines'], ['5', 'last 5 minutes'], ['60', 'last hour'], ['1440', 'last day'], ['all', 'from the start']];
const FIRST_LINES = 1000;
/** Rows that are drawn above and below of what is seen, so that fast scrolling shows no gap. */
const MARGIN = 20;
/** The browser gets a turn after so many milliseconds of reading. */
const TURN = 8;

/** The log of a process or an instance: live, searched, paused. Only the lines that one sees are in the document. */
export function LogView({ name, instances = [] }) {
    const [source, setSource] = useState(name);
    const [since, setSince] = useState('');
    const [previous, setPrevious] = useState(false);
    const [paused, setPaused] = useState(false);
    const [wrap, setWrap] = useState(true);
    const [times, setTimes] = useState(false);
    const [search, setSearch] = useState('');
    const [tailing, setTailing] = useState(true);
    const [wanted, setWanted] = useState(-1);
    const log = useLog({ source, since, previous, paused });
    const named = source === name && instances.length > 1;
    const find = backwards => {
        const from = Math.max(0, wanted);
        const row = log.buffer.find(search, wanted < 0 ? from : from + (backwards ? 0 : 1), backwards);
        setTailing(false);
        setWanted(row);
    };
    const words = { reading: 'reading', live: paused ? 'paused' : 'live', lost: 'connection lost', resting: 'resting', ended: 'ended' }[log.state];
    return html`<section class="log" aria-label="Log of ${source}">
        <div class="tools" role="toolbar" aria-label="Log">
            <label>Of <select value=${source} onChange=${e => setSource(e.target.value)}>
                <option value=${name}>all of ${name}</option>${instances.map(id => html`<option value=${id}>${id}</option>`)}</select></label>
            <label>Since <select value=${since} onChange=${e => setSince(e.target.value)}>
                ${SINCE.map(([value, label]) => html`<option value=${value}>${label}</option>`)}</select></label>
            <button class="plain" aria-pressed=${tailing} onClick=${() => setTailing(!tailing)}>Follow</button>
            <button class="plain" aria-pressed=${paused} onClick=${() => setPaused(!paused)}>Pause</button>
            <button class="plain" aria-pressed=${wrap} onClick=${() => setWrap(!wrap)}>Wrap</button>
            <button class="plain" aria-pressed=${times} onClick=${() => setTimes(!times)}>Times</button>
            <button class="plain" aria-pressed=${previous} onClick=${() => setPrevious(!previous)}>Previous</button>
            <form role="search" onSubmit=${e => (e.preventDefault(), find(e.submitter?.value === 'up'))}>
                <input type="search" aria-label="Search in the log" placeholder="search" value=${search} onInput=${e => (setSearch(e.target.value), setWanted(-1))} />
                <button class="plain" aria-label="Next match">↓</button><button class="plain" value="up" aria-label="Match before">↑</button></form>
            <button class="plain" onClick=${() => downloadLog(source, log.buffer)}>Download</button>
            <span class="state ${log.state}" role="status">${words}</span>
            <span class="count">${log.buffer.count.toLocaleString('en')} lines${log.buffer.dropped > 0 && html`, ${log.buffer.dropped.toLocaleString('en')} older ones not kept (at most ${MOST_LINES.toLocaleString('en')})`}</span>
        </div>
        <${FailureNote} failure=${log.failure} />
        <${LogWindow} ...${{ log, wrap, times, named, search, tailing, setTailing, wanted }} />
    </section>`;
}

/** A hook: reads the log into a buffer, and draws anew at most once a frame. */
function useLog({ source, since, previous, paused }) {
    const [, redraw] = useReducer(count => count + 1, 0);
    const gate = useRef({ open: true, wake: () => {} });
    const log = useMemo(() => ({ buffer: new LogBuffer(), state: 'reading', failure: null, shift: 0 }), [source, since, previous]);
    useEffect(() => {
        gate.current.open = !paused;
        if (!paused) gate.current.wake();
    }, [paused]);
    useEffect(() => {
        const attempt = new AbortController();
        let frame = 0;
        let turn = performance.now();
        const changed = () => (frame ||= requestAnimationFrame(() => {
            frame = 0;
            turn = performance.now();
            log.shift += log.buffer.trim();
            redraw();
        }));
        const ready = async () => {
            while (!gate.current.open && !attempt.signal.aborted) await new Promise(resolve => (gate.current.wake = resolve));
            if (performance.now() - turn < TURN) return;
            await new Promise(resolve => setTimeout(resolve));
            // A tab in the background draws nothing, and must not grow.
            log.shift += log.buffer.trim();
            turn = performance.now();
        };
        const minutes = Number(since);
        followLog({
            name: source, previous, follow: true,
            tail: since === '' ? FIRST_LINES : undefined,
            since: minutes ? new Date(Date.now() - minutes * 60_000).toISOString() : undefined,
        }, {
            signal: attempt.signal, ready,
            onLine: line => (log.buffer.add(line), changed()),
            onState: state => ((log.state = state), changed()),
        }).catch(failure => attempt.signal.aborted || ((log.failure = failure), (log.state = 'ended'), changed()));
        return () => {
            attempt.abort();
            gate.current.wake();
            cancelAnimationFrame(frame);
        };
    }, [log]);
    return log;
}

/** The window on the buffer. Every row is equally high, so what is in sight follows from where one has scrolled to. */
function LogWindow({ log, wrap, times, named, search, tailing, setTailing, wanted }) {
    const box = useRef(null);
    const ruler = useRef(null);
    const [size, setSize] = useState({ height: 400, row: 18, columns: 100 });
    const [top, setTop] = useState(0);
    const margin = (times ? 9 : 0) + (named ? 17 : 0);

    useLayoutEffect(() => {
        const measure = () => {
            const { width, height } = ruler.current.getBoundingClientRect();
            // The ruler is 100 characters long.
            const columns = Math.max(10, Math.floor((box.current.clientWidth - 20) / (width / 100)));
            setSize({ height: box.current.clientHeight, row: height, columns });
        };
        measure();
        const resized = new ResizeObserver(measure);
        resized.observe(box.current);
        return () => resized.disconnect();
    }, []);
    log.buffer.wrapAt(wrap ? Math.max(10, size.columns - margin) : Infinity);

    const total = log.buffer.rows * size.row;
    useLayoutEffect(() => {
        if (tailing) box.current.scrollTop = total;
        else if (log.shift) box.current.scrollTop = Math.max(0, box.current.scrollTop - log.shift * size.row);
        log.shift = 0;
    });
    useLayoutEffect(() => {
        if (wanted >= 0) box.current.scrollTop = Math.max(0, wanted * size.row - size.height / 2);
    }, [wanted]);

    const scrolled = event => {
        const { scrollTop, scrollHeight, clientHeight } = event.target;
        setTop(scrollTop);
        // Who scrolls up wants to read; who comes back to the end wants to follow.
        const atEnd = scrollTop + clientHeight >= scrollHeight - size.row;
        if (scrollTop < top - 1 && !atEnd && tailing) setTailing(false);
    };
    const start = tailing ? Math.max(0, total - size.height) : top;
    const from = Math.max(0, Math.floor(start / size.row) - MARGIN);
    const shown = log.buffer.slice(from, Math.ceil((start + size.height) / size.row) + MARGIN);
    return html`<div ref=${box} class="lines ${wrap ? 'wrap' : ''}" tabindex="0" role="region" aria-label="Lines" onScroll=${scrolled}>
        <span ref=${ruler} class="ruler" aria-hidden="true">${'0'.repeat(100)}</span>
        <div class="all" style=${{ height: total + 'px' }}>
            <div class="shown" style=${{ transform: `translateY(${(shown[0]?.row ?? 0) * size.row}px)` }}>${shown.map(({ line, row, number }) => html`
                <div key=${number} class="line ${line.remark ? 'remark' : ''} ${row === wanted ? 'found' : ''}" style=${{ height: line.rows * size.row + 'px' }}>
                    ${times && html`<time>${line.at ? time(line.at).slice(-8) : ''}</time>`}${named && html`<b title=${line.instance}>${line.instance}</b>`}
                    <bdi><${LogLine} text=${line.text} search=${search} /></bdi></div>`)}</div></div>
    </div>`;
}
