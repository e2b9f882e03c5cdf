// Drives a real Chromium through the page of a real server. cli/src/acceptance/browser.sh starts both, and says where they are:
// ADMIN_PORT, SERVICE_PORT, TRAP_PORT, ADMIN_TOKEN, READ_TOKEN, APP (app.js) and CHROMIUM; PICTURES is a folder for screenshots, if there is one.
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { checkAccess } from './accessibility.mjs';
import { check, eventually, exitCode, same } from './check-list.mjs';
import { CuttableRelay } from './cuttable-relay.mjs';
import { launcho, setTarget, status } from './launcho-commands.mjs';

const { ADMIN_PORT, SERVICE_PORT, TRAP_PORT, ADMIN_TOKEN, READ_TOKEN, APP, CHROMIUM } = process.env;
const ATTACK = '<img src=x onerror="window.owned=4"><script>window.owned=5</script>';
const OUTAGE = 10_000;
const MOST_LINES = 101_000;

const beside = file => fileURLToPath(new URL(file, import.meta.url));
/** Milliseconds until an instance listens: a rollout has to last long enough to be seen. */
const START_DELAY = 2_000;
const web = (body, mode = 'ok') => `
  - name: web
    command: [node, "${APP}"]
    replicas: 3
    receives: [http]
    env: {BODY: "${body}", MODE: "${mode}", START_DELAY: "${START_DELAY}"}
    health: {service: http, path: /health}`;
const NOISY = `
  - name: noisy
    command: [node, "${beside('noisy.mjs')}"]`;
const HOSTILE = `
  - name: hostile
    command: [node, "${beside('hostile.mjs')}"]
    receives: [trap]
    start_timeout: 3s
    health: {service: trap, path: /health}`;
const target = (...processes) => `processes:${processes.join('')}
services:
  - name: http
    on: "127.0.0.1:${SERVICE_PORT}"${processes.includes(HOSTILE) ? `
  - name: trap
    on: "127.0.0.1:${TRAP_PORT}"` : ''}
`;

const relay = new CuttableRelay(Number(ADMIN_PORT));
await relay.mend();
const home = `https://127.0.0.1:${relay.port}/`;
const browser = await chromium.launch({ executablePath: CHROMIUM, args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1280, height: 800 } });
context.setDefaultTimeout(30_000);
const page = await context.newPage();
const faults = [];
page.on('pageerror', error => faults.push(error.stack));
page.on('dialog', dialog => (faults.push(`dialog ${dialog.message()}`), dialog.dismiss()));
page.on('console', message => /Content Security Policy|Refused to/.test(message.text()) && faults.push(message.text()));

const open = view => page.evaluate(hash => (location.hash = hash), `#/${view}`);
const text = selector => page.locator(selector).first().innerText({ timeout: 1_000 });
const row = name => page.locator('table[aria-label=Processes] tr', { has: page.locator(`a:text-is("${name}")`) });
const instances = async name => (await status()).processes.find(p => p.name === name)?.instances ?? [];

async function signIn(token) {
    await page.fill('#token', token);
    await page.click('button[type=submit]');
}

async function signsIn() {
    await page.goto(home);
    await page.waitForSelector('#token');
    await checkAccess(page, 'sign in');
    await signIn('0'.repeat(64));
    await eventually('a wrong token is refused', () => text('.failure'));
    await signIn(READ_TOKEN);
    await eventually('the read-only token shows its role', async () => (await text('.who em')) === 'read-only');
    same('it has no switch for changes', 0, await page.locator('.switch').count());
    await page.click('.who summary');
    const fingerprint = await text('.fingerprint');
    check('the fingerprint to compare is there', /^[0-9a-f:]{40,}$/i.test(fingerprint), fingerprint);
    await page.click('text=Sign out');
    await page.waitForSelector('#token');
    await signIn(ADMIN_TOKEN);
    await eventually('the admin token shows its role', async () => (await text('.who em')) === 'admin');
    await page.reload();
    await eventually('a reload needs no token', () => text('.who em'));
    same('a script can read the key of the page, and nothing else', 'page-key', await page.evaluate(() => document.cookie + Object.keys({ ...localStorage, ...sessionStorage })));
    same('the cookie without the key is of no use', 401, await page.evaluate(() => fetch('/v1/status').then(response => response.status)));
}

async function watchesRollout() {
    await setTarget(target(web('one'), NOISY), 'the first one');
    await eventually('three of web are ready', async () => (await row('web').innerText()).includes('3/3'));
    await eventually('the receipt of the rollout', async () => (await page.locator('.rollout.live').count()) && text('.receipt'));
    await setTarget(target(web('two'), NOISY), 'greet with two');
    await eventually('a rollout is drawn while it runs', () => page.evaluate(
        () => document.querySelector('.rollout.running .cell.new-ready') && document.querySelector('.lanes')?.innerText));
    await eventually('its message', async () => (await text('.rollout q')).includes('greet with two'));
    await eventually('its receipt, without a reload', async () => (await page.locator('.rollout.live').count()) && text('.receipt'));
    await page.click('[aria-label^="Why is web"]');
    await eventually('why in one click', async () => (await text('.why')).includes('GET /health') && text('.why dd'));
    await checkAccess(page, 'overview');
    await page.click('[aria-label^="Why is web"]');
}

async function seesCrash() {
    const [victim] = await instances('web');
    process.kill(victim.pid, 'SIGKILL');
    await eventually('a crash is an event', async () => {
        await open('events?subject=web');
        return (await text('table[aria-label=Events]')).includes(`${victim.id} ended: SIGKILL`);
    }, () => text('table[aria-label=Events]'));
    await page.selectOption('.tools select >> nth=1', 'error');
    await eventually('events are filtered', async () => (await page.locator('.badge.idle').count()) === 0 && text('.tools .count'));
    await checkAccess(page, 'events');
    await open('process/web');
    await eventually('and the last end of the process', async () => (await text('table[aria-label="Last ends"]')).includes(victim.id));
    await open('overview');
    await eventually('three are ready again', async () => (await row('web').innerText()).includes('3/3'));
}

async function seesFailedDeploy() {
    await setTarget(target(web('three', 'exit'), NOISY), 'breaks');
    await eventually('a failed deploy', async () => (await page.locator('.rollout.failed').count()) && text('.rollout.failed .receipt'));
    await eventually('with its cause', async () => (await text('.receipt pre')).includes('no database at db.example:5432'));
    same('what is broken stands first', 'web', await text('table[aria-label=Processes] tbody tr:first-child a'));
    await eventually('and is named above all', () => text('.summary.bad'));
}

async function followsLog() {
    await open('process/noisy');
    const shown = async () => Number((await text('.log .tools .count')).replace(/,/g, '').split(' ')[0]);
    await eventually('5 MB a second: the page has 100,000 lines', async () => (await shown()) >= 99_000, shown);
    await eventually('older ones go', async () => (await text('.log .count')).includes('older ones not kept') && text('.log .count'));
    check('it keeps a bounded number', (await shown()) <= MOST_LINES, await shown());
    check('only those that one sees are in the document', (await page.locator('.lines .line').count()) < 150, await page.locator('.lines .line').count());
    await page.click('text=Pause');
    await eventually('it pauses', async () => (await text('.log .state')) === 'paused');
    const numbers = (await page.locator('.lines .line bdi').allInnerTexts()).map(line => Number(line.split(' ')[1]));
    check('no line is missing', numbers.length > 10 && numbers.every((number, i) => i === 0 || number === numbers[i - 1] + 1), `${numbers[0]} to ${numbers.at(-1)}`);
    await page.fill('.log input[type=search]', `line ${numbers[0] - 500} `);
    await page.keyboard.press('Enter');
    await eventually('a search finds a line far above', async () => (await text('.line.found')).startsWith(`line ${numbers[0] - 500} `) && text('.line.found'));
    await page.fill('.log input[type=search]', '');
    await page.click('.log >> text=Follow');
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('text=Download')]);
    same('it downloads', 'noisy.log', download.suggestedFilename());
    await checkAccess(page, 'process and log');
    const last = async () => Number((await page.locator('.lines .line bdi').allInnerTexts()).at(-1).split(' ')[1]);
    const before = await last();
    await page.click('text=Pause');
    await eventually('it goes on', async () => (await last()) > before && `${before}, then ${await last()}`, last);
    await open('overview');
}

async function survivesOutage() {
    await relay.cut();
    const from = Date.now();
    await eventually('a lost connection is shown', () => text('.link-banner.lost p'));
    await launcho('restart', '--no-wait', 'noisy');
    await new Promise(resolve => setTimeout(resolve, Math.max(0, OUTAGE - (Date.now() - from))));
    await relay.mend();
    await eventually('it comes back by itself', async () => (await page.locator('.link-banner p').count()) === 0);
    await open('events?subject=server');
    await eventually('with what happened meanwhile', async () => (await text('table[aria-label=Events]')).includes('noisy'), () => text('table[aria-label=Events]'));
}

async function restsUnseen() {
    const tab = await context.newPage();
    const streams = [];
    tab.on('request', request => request.url().endsWith('/v1/stream') && streams.push(request));
    await tab.clock.install();
    await tab.goto(home);
    await eventually('a second tab has a stream of its own', async () => streams.length >= 1);
    const look = hidden => tab.evaluate(value => {
        Object.defineProperty(document, 'hidden', { value, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
    const ended = tab.waitForEvent('requestfailed', request => request === streams.at(-1));
    const state = () => tab.evaluate(async () => (await import('/page/live/live-state.js')).link.value.name);
    await eventually('it is live', async () => (await state()) === 'live', state);
    await look(true);
    await tab.clock.fastForward(31_000);
    check('a tab that nobody looks at gives it up', Boolean(await ended));
    await eventually('and rests', async () => (await state()) === 'resting', state);
    const until = streams.length;
    await tab.clock.fastForward(10_000);
    same('it asks for no other', `resting ${until}`, `${await state()} ${streams.length}`);
    await look(false);
    await eventually('until somebody looks', async () => streams.length > until && (await state()) === 'live', state);
    await tab.close();
}

async function asksBeforeLink() {
    const wrong = '0'.repeat(64);
    await page.goto(`${home}#link=${wrong}`);
    await eventually('a link asks before it signs in as somebody else', () => text('dialog h2'));
    await page.click('dialog button[type=submit]');
    await eventually('a link that is not good is refused', () => text('dialog .failure'));
    await page.keyboard.press('Escape');
    same('and the session stays', 'admin', await text('.who em'));
    check('its code is neither in the address nor in the title', !`${page.url()} ${await page.title()}`.includes(wrong), page.url());
    await page.click('.who summary');
    await page.click('text=Sign out');
    await page.waitForSelector('#token');
    const code = /#link=([0-9a-f]+)/.exec(await launcho('ui', '--no-open'))[1];
    const tab = await context.newPage();
    await tab.goto(`${home}#link=${code}`);
    await eventually('a link signs in', async () => (await tab.locator('.who em').innerText()) === 'admin');
    check('its code is gone', !`${tab.url()} ${await tab.title()}`.includes(code), tab.url());
    await eventually('the other tabs are signed in, too', () => text('.who em'));
    await tab.close();
}

async function losesNoEvent() {
    const tab = await context.newPage();
    const late = { sequence: 1e9, at: new Date().toISOString(), severity: 'info', subject: 'late', message: 'came meanwhile' };
    let streams = 0;
    let snapshots = 0;
    await tab.route('**/v1/stream', route => streams++ ? route.abort() : route.fulfill({
        contentType: 'text/event-stream',
        body: `event: gap\ndata: {"after":1,"next":5}\n\nevent: gap\ndata: {"after":5,"next":9}\n\nevent: event\nid: ${late.sequence}\ndata: ${JSON.stringify(late)}\n\n`,
    }));
    await tab.route('**/v1/events?*', route => (++snapshots === 2 ? route.abort() : route.continue()));
    const answers = [];
    tab.on('response', response => response.url().includes('/v1/events?') && answers.push(response));
    await tab.goto(`${home}#/events`);
    await eventually('after two gaps, events are fetched until they come', async () => snapshots >= 3 && answers.length >= 2);
    await answers.at(-1).finished();
    const fetched = () => tab.evaluate(async () => (await import('/page/live/live-state.js')).events.value);
    await eventually('with those before', async () => (await fetched()).length > 1);
    await eventually('and those that came meanwhile', async () => (await tab.locator('table[aria-label=Events]').innerText()).includes(late.message));
    const enough = snapshots;
    // Two rounds of what would ask again.
    await tab.waitForTimeout(2_500);
    same('and no more', enough, snapshots);
    await tab.close();
}

async function needsNoSnapshot() {
    const tab = await context.newPage();
    await tab.route('**/v1/events?*', route => route.abort());
    await tab.goto(home);
    await eventually('the stream does not wait for the events', async () => (await tab.locator('table[aria-label=Processes] a').count()) > 0);
    await tab.close();
}

async function sharesKey() {
    const tab = await context.newPage();
    await tab.goto(home);
    await eventually('another tab is signed in', async () => (await tab.locator('.who em').innerText()) === 'admin');
    await tab.evaluate(() => sessionStorage.setItem('page-key', '0'.repeat(64)));
    await tab.reload();
    await eventually('a tab with an old key takes the good one', async () => (await tab.locator('.who em').innerText()) === 'admin');
    await tab.evaluate(() => sessionStorage.setItem('page-key', '1'.repeat(64)));
    await eventually('and so while it runs', () => tab.evaluate(async () => !sessionStorage.getItem('page-key').startsWith('11')));
    same('without asking for a token', 0, await tab.locator('#token').count());
    await tab.close();
}

async function forgetsDeadInstances() {
    const length = await page.evaluate(async () => {
        const { LogPlace } = await import('/page/log/log-parts.js');
        const place = new LogPlace(() => new Set(['web-1']));
        for (let i = 1; i <= 10_000; i++) place.after({ instance: `web-${i}`, next: 10_000_000 });
        return place.from.startsWith('1.') && place.from.endsWith(`${(10_000).toString(36)}.${(10_000_000).toString(36)}`) && place.from.length;
    });
    check('the place in a log stays short, whatever has died, and has the quiet one that lives', length > 0 && length < 4000, length);
}

async function rollsBack() {
    await open('history');
    await eventually('the history', async () => (await text('table[aria-label=Revisions]')).includes('greet with two'));
    await checkAccess(page, 'history');
    const wanted = [JSON.parse(await launcho('history', '-o', 'json'))].flat(2).flatMap(h => h.revisions ?? h).find(r => r.message === 'greet with two').revision;
    await open(`history/${wanted}`);
    await eventually('the diff of a revision', async () => (await text('.diff .new')).includes('two') && text('.diff .new'));
    await checkAccess(page, 'revision');
    same('nothing can be changed by accident', 0, await page.locator('text=Roll back to it').count());
    await page.click('.switch');
    await eventually('the switch allows changes', () => text('.switch.on'));
    await page.click('text=Roll back to it');
    await eventually('the plan is shown first', async () => (await text('.plan')).includes('web') && text('.plan .field'));
    await checkAccess(page, 'question');
    await page.fill('dialog input', 'back to two');
    await page.click('dialog button.danger');
    await eventually('it is done', () => text('.report > div'));
    await open('overview');
    await eventually('and live', async () => (await page.locator('.rollout.live').count()) && (await text('.rollout q')).includes('back to two') && text('.receipt'));
    await open('process/web');
    await eventually('charts of the last hour', async () => (await page.locator('.chart canvas').count()) === 2 && text('.chart figcaption'));
    await page.click('.actions >> text="Restart"');
    await eventually('a restart asks, too', async () => (await page.locator('dialog[open]').count()) && text('dialog h2'));
    await page.keyboard.press('Escape');
    await eventually('Escape is no', async () => (await page.locator('dialog').count()) === 0);
}

async function staysUnharmed() {
    await setTarget(target(web('two'), NOISY, HOSTILE), ATTACK);
    await open('process/hostile');
    await eventually('markup in a log is text', async () => (await text('.lines')).includes('<script>window.owned = 1</script>'));
    await eventually('colours are shown', async () => (await text('.lines .ink1')) === 'red');
    await eventually('control characters are visible, and turn nothing', async () => (await text('.lines')).includes('turned \ufffd around'));
    same('no link, picture or bold of the log', 0, await page.locator('.lines :is(a, img, script, #owned)').count());
    await open('overview');
    await eventually('markup in a message is text', async () => (await text('.rollout q')).includes(ATTACK));
    await eventually('and in an answer', async () => {
        if ((await page.locator('.why').count()) === 0) await page.click('[aria-label^="Why is hostile"]');
        return (await text('.why')).includes('<img src=x');
    }, () => text('.why'));
    for (const view of ['overview', 'process/hostile', 'service/trap', 'history', 'events']) {
        await open(view);
        await page.waitForSelector('main h1', { state: 'attached' });
        same(`nothing of it has run: ${view}`, '0 undefined', `${await page.locator('main :is(img, script, iframe)').count()} ${await page.evaluate(() => String(window.owned))}`);
    }
    await open('service/http');
    await eventually('charts of a service', async () => (await page.locator('.chart canvas').count()) === 4);
    await checkAccess(page, 'service');
    await open('overview');
    await page.reload();
    await page.waitForSelector('main h2');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    same('the keyboard skips to the content', 'content', await page.evaluate(() => document.activeElement.id));
    same('faults of the page', '', faults.join('\n'));
}

async function losesSession() {
    // Through the page's own context: the request has its cookie, its key and its origin.
    await page.evaluate(() => fetch('/v1/session', { method: 'DELETE', headers: { 'X-Launcho-Page': sessionStorage.getItem('page-key') } }));
    await eventually('a session that has ended is no longer shown', () => text('.login'));
    await eventually('and the page says so', async () => (await text('.failure')).includes('session has ended'));
}

try {
    await signsIn();
    await watchesRollout();
    await seesCrash();
    await seesFailedDeploy();
    await followsLog();
    await survivesOutage();
    await restsUnseen();
    await asksBeforeLink();
    await losesNoEvent();
    await needsNoSnapshot();
    await sharesKey();
    await forgetsDeadInstances();
    await rollsBack();
    await staysUnharmed();
    await losesSession();
} catch (failure) {
    check('the script ends', false, failure.stack);
    await page.screenshot({ path: 'failed.png' }).catch(() => {});
    console.log((await text('body').catch(String)).slice(0, 3000));
} finally {
    await browser.close();
    await relay.cut();
}
process.exit(exitCode());
