const UNITS = ['B', 'K', 'M', 'G', 'T'];

/** 1536 is "1.5K"; a number below zero is not known. */
export function bytes(count) {
    if (!(count >= 0)) return '';
    let unit = 0;
    while (count >= 1000 && unit < UNITS.length - 1) {
        count /= 1024;
        unit++;
    }
    return (unit === 0 ? Math.round(count) : digits(count)) + (unit === 0 ? ' B' : UNITS[unit]);
}

/** At most three digits that matter: 0.12, 3.4, 87, 1230. */
export function digits(number) {
    if (!(number >= 0)) return '';
    if (number === 0) return '0';
    if (number < 1) return number.toFixed(2);
    return number < 10 ? number.toFixed(1) : String(Math.round(number));
}

/** 1234567 is "1,234,567". */
export function count(number) {
    return number === undefined ? '' : number.toLocaleString('en');
}

/** Percent of one core. */
export function percent(number) {
    return number >= 0 ? digits(number) + '%' : '';
}

/** Microseconds as "0.4 ms" or "1.2 s". */
export function micros(us) {
    if (!us) return '';
    return us < 1_000_000 ? digits(us / 1000) + ' ms' : digits(us / 1_000_000) + ' s';
}

/** Milliseconds as the two units that matter: "12s", "3m 5s", "2h 10m", "4d 1h". */
export function span(ms) {
    const s = Math.max(0, Math.floor(ms / 1000));
    if (s < 60) return s + 's';
    if (s < 3600) return `${Math.floor(s / 60)}m ${s % 60}s`;
    if (s < 86_400) return `${Math.floor(s / 3600)}h ${Math.floor(s / 60) % 60}m`;
    return `${Math.floor(s / 86_400)}d ${Math.floor(s / 3600) % 24}h`;
}

/** The time of day, with the date if it is another day. */
export function time(text, now = Date.now()) {
    const at = new Date(text);
    if (Number.isNaN(at.getTime())) return '';
    const day = at.toLocaleDateString('sv') === new Date(now).toLocaleDateString('sv') ? '' : at.toLocaleDateString('sv') + ' ';
    return day + at.toLocaleTimeString('sv');
}
