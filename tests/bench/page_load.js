// Prints the milliseconds from opening a page to drawing its last chart, in a 1280 x 900 window of Chromium.
//
//   NODE_PATH=build/browser/node_modules node tests/bench/page_load.js REPORT.html
'use strict';

const {resolve} = require('node:path');
const {chromium} = require('playwright-core');

(async () => {
  const browser = await chromium.launch({executablePath: '/usr/bin/chromium', args: ['--no-sandbox']});
  const page = await browser.newPage({viewport: {width: 1280, height: 900}});
  await page.addInitScript(() => {
    new MutationObserver(() => {
      if (document.body?.dataset.drawn === 'yes') window.drawn_at ??= performance.now();
    }).observe(document, {subtree: true, attributes: true, attributeFilter: ['data-drawn']});
  });
  await page.goto('file://' + resolve(process.argv[2]));
  await page.waitForFunction(() => window.drawn_at, null, {timeout: 120_000});
  console.log(Math.round(await page.evaluate(() => window.drawn_at)));
  await browser.close();
})();
