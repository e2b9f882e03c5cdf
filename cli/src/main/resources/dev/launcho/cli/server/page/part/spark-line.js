import { html } from '../html.js';

const WIDTH = 96;
const HEIGHT = 20;
const POINTS = 96;

/** The last hour of a number as a small line, from zero to its peak. Gaps are where nothing is known. */
export function SparkLine({ values = [], label }) {
    const known = values.filter(value => value >= 0 && value !== null);
    if (known.length < 2) return html`<span class="spark" aria-hidden="true"></span>`;
    const points = thinned(values);
    const peak = Math.max(...known) || 1;
    const x = i => ((i / (points.length - 1)) * WIDTH).toFixed(1);
    const y = value => (HEIGHT - 1 - (value / peak) * (HEIGHT - 3)).toFixed(1);
    let line = '';
    points.forEach((value, i) => {
        if (!known1(value)) return;
        line += `${i && known1(points[i - 1]) ? 'L' : 'M'}${x(i)} ${y(value)}`;
    });
    return html`<svg class="spark" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label=${label}>
        <path d=${line} /></svg>`;
}

const known1 = value => value !== null && value >= 0;

/** The peak of each group, so that a short one is not lost. */
function thinned(values) {
    const size = Math.max(1, Math.ceil(values.length / POINTS));
    const groups = [];
    for (let i = 0; i < values.length; i += size) {
        const group = values.slice(i, i + size).filter(known1);
        groups.push(group.length ? Math.max(...group) : null);
    }
    return groups;
}
