// Takes the pictures of docs/web-page.md: a small shop with some load, a rollout half way, and a deploy that fails.
import http from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { setTarget } from './launcho-commands.mjs';

const { ADMIN_PORT, SERVICE_PORT, TRAP_PORT, ADMIN_TOKEN, CHROMIUM, PICTURES } = process.env;
/** For charts that show something. */
const LOAD_SECONDS = 60;

const shop = fileURLToPath(new URL('shop-app.mjs', import.meta.url));
const target = (version, mail) => `processes:
  - name: web
    command: [node, "${shop}"]
    replicas: 4
    receives: [web]
    env: {VERSION: "${version}", WARM_UP: "1500"}
    health: {service: web, path: /health}
  - name: api
    command: [node, "${shop}"]
    replicas: 2
    receives: [api]
  - name: mail
    command: [sh, -c, '${mail}']
  - name: images
    command: [node, "${shop}"]
services:
  - name: web
    on: "127.0.0.1:${SERVICE_PORT}"
  - name: api
    on: "127.0.0.1:${TRAP_PORT}"
`;
const RUNS = 'exec sleep 1000';
const FAILS = 'echo "smtp://mail.example:587: authentication failed" >&2; sleep 0.2; exit 78';

function load() {
    for (const port of [SERVICE_PORT, TRAP_PORT])
        for (let i = 0; i < 1 + Math.random() * 12; i++)
            http.get({ host: '127.0.0.1', port, agent: false }, response => response.resume()).on('error', () => {});
}

const browser = await chromium.launch({ executablePath: CHROMIUM, args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1280, height: 720 } });
const page = await context.newPage();
page.setDefaultTimeout(60_000);
const take = name => page.screenshot({ path: join(PICTURES, `${name}.png`) });

await setTarget(target('41', RUNS), 'shop 41');
const loading = setInterval(load, 100);
await page.goto(`https://127.0.0.1:${ADMIN_PORT}/`);
await page.fill('#token', ADMIN_TOKEN);
await page.click('button[type=submit]');
await page.waitForSelector('.rollout.live');
await new Promise(resolve => setTimeout(resolve, LOAD_SECONDS * 1000));
await page.reload();

await setTarget(target('42', RUNS), 'shop 42: larger pictures');
await page.waitForSelector('.cell.new-ready ~ .cell.new-starting, .cell.new-starting ~ .cell.new-ready');
await take('rollout');
await page.waitForSelector('.rollout.live');

await page.evaluate(() => (location.hash = '#/process/web'));
await page.waitForSelector('.lines .line');
await page.waitForTimeout(2000);
await page.setViewportSize({ width: 1280, height: 640 });
await take('process');
await page.setViewportSize({ width: 1280, height: 720 });

await setTarget(target('42', FAILS), 'mail over the new relay');
await page.evaluate(() => (location.hash = '#/'));
await page.waitForSelector('.rollout.failed pre');
await page.waitForTimeout(1000);
await take('overview');

clearInterval(loading);
await browser.close();
