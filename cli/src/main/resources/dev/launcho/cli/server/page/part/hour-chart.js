import { html, useEffect, useRef } from '../html.js';
import UPlot from '../vendor/uplot.js';

const HEIGHT = 130;
const INKS = ['--line-a', '--line-b', '--line-c'];

/** Times of day, with seconds only where minutes would repeat. */
function clockTimes(ticks) {
    const digits = ticks[1] - ticks[0] < 60 ? 8 : 5;
    return ticks.map(seconds => new Date(seconds * 1000).toLocaleTimeString('sv').slice(0, digits));
}

/**
 * The last hour of some numbers with axes. `series` is a list of `{label, values}`, `from` and `step` say when, in seconds, and
 * `format` makes the text of a number.
 */
export function HourChart({ title, from, step, series, format }) {
    const box = useRef(null);
    const plot = useRef(null);
    const last = series.map(({ label, values }) => `${label} ${format(values.at(-1) ?? -1) || 'not known'}`).join(', ');
    const points = Math.max(0, ...series.map(({ values }) => values.length));
    const data = [Array.from({ length: points }, (_, i) => from + i * step), ...series.map(({ values }) => values.map(v => (v >= 0 ? v : null)))];

    useEffect(() => {
        const place = box.current;
        const style = getComputedStyle(place);
        const ink = name => style.getPropertyValue(name).trim();
        const axis = { stroke: ink('--soft'), grid: { stroke: ink('--rule'), width: 1 }, ticks: { show: false }, font: '11px system-ui' };
        const width = () => Math.max(200, place.clientWidth);
        plot.current = new UPlot({
            width: width(), height: HEIGHT, legend: { show: false }, cursor: { y: false, points: { size: 5 } },
            padding: [8, 8, 0, 0],
            axes: [{ ...axis, space: 70, size: 26, values: (_, ticks) => clockTimes(ticks) }, { ...axis, size: 56, space: 30, values: (_, ticks) => ticks.map(format) }],
            scales: { y: { range: (_, min, max) => [0, max > 0 ? max * 1.1 : 1] } },
            series: [{}, ...series.map(({ label }, i) => ({ label, stroke: ink(INKS[i]), width: 1.5, points: { show: false } }))],
        }, data, place);
        const resized = new ResizeObserver(() => plot.current?.setSize({ width: width(), height: HEIGHT }));
        resized.observe(place);
        return () => {
            resized.disconnect();
            plot.current.destroy();
            plot.current = null;
        };
    }, [series.map(s => s.label).join()]);
    useEffect(() => plot.current?.setData(data), [from, points]);

    return html`<figure class="chart">
        <figcaption>${title} ${series.map(({ label, values }, i) => html`
            <span class="key key${i}"><i aria-hidden="true"></i>${label} <b>${format(values.at(-1) ?? -1)}</b></span>`)}</figcaption>
        <div ref=${box} class="plot" role="img" aria-label="${title}, the last hour. Now: ${last}"></div>
    </figure>`;
}
