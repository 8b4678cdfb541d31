// Opens report.html in a browser. Checks that each chart has marks, that controls work, and that the page sends no
// requests.
//
//   ACTLAB_RUNNER=build/release/src/runner NODE_PATH=build/browser/node_modules node tests/show/browser/report_test.js
//
// Exits with code 77 (skipped) if there is no browser. In CI (the variable CI is set) that is a failure.
'use strict';

const {execFileSync} = require('node:child_process');
const {existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} = require('node:fs');
const {tmpdir} = require('node:os');
const {join} = require('node:path');

const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

function playwright() {
  try {
    return require('playwright-core');
  } catch {
    return null;
  }
}

const missing = !chromium ? 'Chromium is not installed' : !playwright() ? 'playwright-core is not installed' : null;
if (missing) {
  console.log(`skipped: ${missing}; scripts/setup test installs it`);
  process.exit(process.env.CI ? 1 : 77);
}

const {after, before, test} = require('node:test');
const assert = require('node:assert/strict');

const injected = '<script>alert(1)</script>';
const configs = {
  circle: `name: circle
data: {kind: circle, samples: 200, test_samples: 100}
models:
  Linear: {hidden: [8], activation: identity}
  Bent: {hidden: [8, 8], activation: [tanh, relu]}
training: {epochs: 40, optimizer: {kind: adam, lr: 0.05}}
seeds: 4
`,
  sweep: `name: sweep
data: {kind: circle, samples: 100, test_samples: 50}
models: {Bent: {hidden: [6], activation: relu}}
training: {epochs: 10}
seeds: 2
sweep: {training.optimizer.lr: [0.001, 0.01, 0.1], training.batch_size: [10, 50]}
`,
  pairs: `name: pairs
data: {kind: circle, samples: 100, test_samples: 50}
models:
  Linear: {hidden: [8], activation: identity}
  ReLU: {hidden: [8], activation: relu}
  Tanh: {hidden: [8], activation: tanh}
training: {epochs: 40, optimizer: {kind: adam, lr: 0.05}}
seeds: 8
`,
  one_input: `name: one_input
data: {kind: csv, file: one_input.csv, label: label, test_fraction: 0.25}
models: {Bent: {hidden: [6], activation: tanh}}
training: {epochs: 20, optimizer: {kind: adam, lr: 0.05}}
seeds: 1
`,
  diverged: `name: diverged
data: {kind: sine, samples: 50}
models:
  '${injected}': {hidden: [8], activation: relu}
  Tanh: {hidden: [8], activation: tanh}
training: {epochs: 30, optimizer: {kind: sgd, lr: 2, momentum: 0.9}, loss: mse}
seeds: 2
`,
};

let browser;
let folder;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'actlab-browser-'));
  writeFileSync(join(folder, 'one_input.csv'), 'age,label\n' + Array.from({length: 40},
      (_, i) => `${i / 4},${i > 12 && i < 28 ? 'yes' : 'no'}\n`).join(''));
  for (const [name, config] of Object.entries(configs)) {
    const file = join(folder, name + '.yaml');
    writeFileSync(file, config);
    execFileSync(process.env.ACTLAB_RUNNER, [file, '--quiet', '--out', join(folder, name)], {stdio: ['ignore', 'ignore', 'pipe']});
  }
  for (const [name, rule] of [['raced', '{race: {at_most: 40}}'], ['narrow', '{until: {interval: 60, at_most: 40}}']]) {
    const file = join(folder, name + '.yaml');
    writeFileSync(file, configs.circle.replace(/^name: .*$/m, `name: ${name}`).replace(/^seeds: .*$/m, `seeds: ${rule}`));
    execFileSync(process.env.ACTLAB_RUNNER, [file, '--quiet', '--out', join(folder, name)], {stdio: ['ignore', 'ignore', 'pipe']});
  }
  mkdirSync(join(folder, 'both'));
  execFileSync(process.env.ACTLAB_RUNNER, ['report', join(folder, 'raced'), join(folder, 'narrow'), '--out', join(folder, 'both', 'report.html')]);
  browser = await playwright().chromium.launch({executablePath: chromium, args: ['--no-sandbox']});
});

after(async () => {
  await browser?.close();
  if (folder) rmSync(folder, {recursive: true});
});

// Opens the page of a run and waits for its last chart. Records console messages and requests.
async function open(name, options = {}) {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, ...options});
  const page = await context.newPage();
  page.heard = [];
  page.requests = [];
  page.on('console', (message) => page.heard.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => page.heard.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => { page.heard.push('dialog'); dialog.dismiss(); });
  context.on('request', (request) => page.requests.push(request.url()));
  const url = 'file://' + join(folder, name, 'report.html');
  await page.goto(url);
  await page.waitForSelector('body[data-drawn=yes]', {timeout: 120_000});
  page.own_url = url;
  return page;
}

// The page of a run, one at a time, because pages in the background are not drawn.
let visited;
async function visit(name) {
  await visited?.context().close();
  visited = await open(name);
  return visited;
}

// Number of marks of each chart, by name.
const marks = (page) => page.evaluate(() => {
  const count = (item) => (item.items ?? []).reduce(
    (sum, child) => sum + (child.items ? count(child) : 1), 0);
  const dataMarks = (node) => (node.items ?? []).reduce((sum, child) => {
    if (child.marktype && child.role === 'mark') return sum + count(child);
    return sum + dataMarks(child);
  }, 0);
  return Object.fromEntries([...document.querySelectorAll('figure')].map(
    (figure) => [figure.dataset.chart, figure.view ? dataMarks(figure.view.scenegraph().root) : 0]));
});

const pixels = (page, chart) => page.evaluate(
  (name) => document.querySelector(`figure[data-chart="${name}"] canvas`).toDataURL(), chart);

for (const name of Object.keys(configs)) {
  test(`${name}: every chart has marks, the console is silent and no request leaves`, async () => {
    const page = await visit(name);
    const found = await marks(page);
    assert.ok(Object.keys(found).length >= 3, `charts: ${Object.keys(found)}`);
    for (const [chart, count] of Object.entries(found)) assert.ok(count > 0, `${chart} has no marks`);
    assert.deepEqual(page.heard, []);
    assert.deepEqual(page.requests.filter((url) => url !== page.own_url && !url.startsWith('data:')), []);
  });

  test(`${name}: a window of 390 pixels has no sideways scroll`, async () => {
    const page = await open(name, {viewport: {width: 390, height: 800}, isMobile: true});
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 390);
    await page.context().close();
  });
}

test('sections without data are omitted', async () => {
  const page = await visit('circle');
  const ids = await page.evaluate(() => [...document.querySelectorAll('section')].map((section) => section.id));
  for (const id of ['boundary', 'curves', 'distribution', 'profile', 'differences', 'pairs', 'activations', 'health', 'gradcheck', 'table']) {
    assert.ok(ids.includes(id), id);
  }
  assert.ok(!ids.includes('sweep'));
});

test('the slider and the play button change the boundary', async () => {
  const page = await visit('circle');
  const trained = await pixels(page, 'boundary-Bent');
  await page.locator('.replay input').fill('0');
  await page.waitForFunction(() => document.querySelector('.replay output').textContent === 'before training');
  await page.waitForTimeout(500);
  const untrained = await pixels(page, 'boundary-Bent');
  assert.notEqual(untrained, trained);
  await page.locator('.replay .play').click();
  await page.waitForFunction(() => Number(document.querySelector('.replay input').value) >= 2, null, {timeout: 30_000});
  await page.locator('.replay .play').click();
  assert.notEqual(await pixels(page, 'boundary-Bent'), untrained);
});

test('selecting a sweep point shows its networks and epochs', async () => {
  const page = await visit('sweep');
  const slider = page.locator('.replay input');
  const [first, last] = await page.evaluate(() => {
    const options = [...document.querySelectorAll('nav select option')].map((option) => option.value);
    return [options[0], options.at(-1)];
  });
  const shown = async (point) => {
    await page.locator('nav select').selectOption(point);
    await page.waitForTimeout(500);
    assert.equal(await slider.inputValue(), await slider.getAttribute('max'));
    return pixels(page, 'boundary-Bent');
  };
  assert.notEqual(await shown(first), await shown(last));
  assert.deepEqual(page.heard, []);
});

test('a run with one input shows class probabilities over it', async () => {
  const page = await visit('one_input');
  const rows = await page.evaluate(
      () => document.querySelector('figure[data-chart="boundary-Bent"]').view.data('grid'));
  for (const name of ['no', 'yes']) assert.ok(rows.filter((row) => row.class === name).length > 100);
  assert.ok(rows.every(({value}) => value >= 0 && value <= 1));
});

test('clicking a column head sorts the table', async () => {
  const page = await visit('sweep');
  const column = () => page.evaluate(() => {
    const heads = [...document.querySelectorAll('#table th')];
    const at = heads.findIndex((head) => head.textContent === 'mean');
    return [...document.querySelectorAll('#table tbody tr')].map((row) => Number(row.cells[at].textContent));
  });
  const unsorted = await column();
  const head = page.locator('#table th button', {hasText: /^mean$/});
  await head.click();
  assert.deepEqual(await column(), [...unsorted].sort((a, b) => b - a));
  await head.click();
  assert.deepEqual(await column(), [...unsorted].sort((a, b) => a - b));
});

// The columns of a table of the page, as texts by head.
const table = (page, id) => page.evaluate((section) => {
  const heads = [...document.querySelectorAll(`#${section} th`)].map((head) => head.textContent);
  const rows = [...document.querySelectorAll(`#${section} tbody tr`)];
  return heads.map((head, at) => [head, rows.map((row) => row.cells[at].textContent)]);
}, id);

test('the pairs table has every pair with the model ahead first, and explains its columns', async () => {
  const page = await visit('pairs');
  const columns = new Map(await table(page, 'pairs'));
  assert.equal(columns.get('ahead').length, 6);
  assert.ok(columns.get('difference').every((text) => text.startsWith('+')));
  assert.deepEqual(columns.get('sample'), [...Array(3).fill('held-out'), ...Array(3).fill('training')]);
  const corrected = columns.get('p corrected').map(Number);
  columns.get('verdict').forEach((verdict, i) => assert.equal(verdict, corrected[i] < 0.05 ? 'better' : 'not shown'));
  const terms = await page.locator('#pairs dt').allTextContents();
  for (const head of columns.keys()) {
    if (!['ahead', 'behind', 'sample', 'seeds'].includes(head)) assert.ok(terms.includes(head), head);
  }
  assert.ok((await page.locator('#pairs dd').allTextContents()).some((text) => text.includes('BCa bootstrap')));
  await page.locator('#pairs th button', {hasText: /^P\(better\)$/}).click();
  const shares = new Map(await table(page, 'pairs')).get('P(better)').map(Number);
  assert.deepEqual(shares, [...shares].sort((a, b) => b - a));
});

test('the performance profile of each model falls from all seeds to none, within its band', async () => {
  const page = await visit('pairs');
  const data = await page.evaluate(() => {
    const {view} = document.querySelector('figure[data-chart=profile]');
    return {shares: view.data('profile'), bands: view.data('bands')};
  });
  for (const model of ['Linear', 'ReLU', 'Tanh']) {
    const of = (rows) => rows.filter((row) => row.model === model && row.sample === 'held-out');
    const shares = of(data.shares).map((row) => row.share);
    assert.equal(shares[0], 1);
    assert.equal(shares.at(-1), 0);
    assert.ok(shares.every((share, i) => i === 0 || share <= shares[i - 1]));
    of(data.bands).forEach(({low, high}, i) => assert.ok(low <= shares[i] && shares[i] <= high));
  }
  const before_hiding = (await marks(page)).profile;
  await page.locator('.legend .model', {hasText: 'Linear'}).click();
  assert.ok((await marks(page)).profile < before_hiding);
  await page.locator('.legend .model', {hasText: 'Linear'}).click();
});

test('a page of several runs says why each of them stopped', async () => {
  const page = await visit('both');
  const notes = await page.locator('.notes li').allTextContents();
  assert.ok(notes.some((note) => /^raced: (Stopped after|Reached) \d+ seeds.*race/.test(note)), notes.join('\n'));
  assert.ok(notes.some((note) => /^narrow: Stopped after \d+ seeds: the widest 95 % interval/.test(note)), notes.join('\n'));
  assert.deepEqual(page.heard, []);
});

test('the dark theme applies to page and charts, and the button switches to light', async () => {
  const page = await open('circle', {colorScheme: 'dark'});
  const brightness = () => page.evaluate(() => {
    const mean = (values) => (Number(values[0]) + Number(values[1]) + Number(values[2])) / 3;
    const paper = getComputedStyle(document.body).backgroundColor.match(/\d+/g);
    const canvas = document.querySelector('figure[data-chart=accuracy] canvas');
    return [mean(paper), mean(canvas.getContext('2d').getImageData(2, 2, 1, 1).data)];
  });
  for (const value of await brightness()) assert.ok(value < 50, `dark has brightness ${value}`);
  await page.locator('.theme').click();
  await page.waitForSelector('body[data-drawn=yes]');
  await page.waitForFunction(() => document.querySelector('.theme').textContent.includes('Dark'));
  for (const value of await brightness()) assert.ok(value > 200, `light has brightness ${value}`);
  await page.context().close();
});

test('clicking a model in the legend hides and shows it', async () => {
  const page = await visit('circle');
  const before_hiding = (await marks(page)).accuracy;
  const button = page.locator('.legend .model', {hasText: 'Linear'});
  await button.click();
  assert.ok((await marks(page)).accuracy < before_hiding);
  await button.click();
  assert.equal((await marks(page)).accuracy, before_hiding);
});

test('hovering over a curve shows its values', async () => {
  const page = await visit('circle');
  await page.locator('figure[data-chart=accuracy] canvas').hover();
  await page.waitForSelector('#vg-tooltip-element.visible');
  assert.match(await page.locator('#vg-tooltip-element').textContent(), /epoch.*mean/s);
});

test('selecting the other sample redraws the charts', async () => {
  const page = await visit('circle');
  const held_out = await pixels(page, 'distribution');
  await page.locator('.choice', {hasText: 'training'}).click();
  await page.waitForTimeout(300);
  assert.notEqual(await pixels(page, 'distribution'), held_out);
});

test('a name with markup is shown as text', async () => {
  const page = await visit('diverged');
  assert.ok((await page.locator('.legend').textContent()).includes(injected));
  assert.equal(await page.evaluate(() => document.querySelectorAll('main script').length), 0);
  assert.ok(!page.heard.includes('dialog'));
});

test('an injected script does not run', async () => {
  const page = await open('circle');
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.injected_script_ran = true';
    document.body.append(script);
    return window.injected_script_ran === true;
  });
  assert.equal(ran, false);
  assert.ok(page.heard.some((line) => line.includes('Content Security Policy')));
  await page.context().close();
});

test('the command to reproduce is copied', async () => {
  const page = await visit('circle');
  await page.locator('.copy').click();
  await page.waitForFunction(() => document.querySelector('.copy').textContent === 'Copied');
});
