// How soon a rating page can be used on a slow phone: slow 4G (150 ms round
// trip, 1.6 Mbit/s down) and a processor four times slower than this one.
// Printed by make bench; run.mjs starts the server.
import { browse, demo } from './wardstar.mjs';

const target = 850; // ms
const rounds = 9;

const { badge } = demo();
const browser = await browse();
const times = [];
let bytes = 0;
for (let i = 0; i < rounds; i++) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', {
    offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8,
  });
  cdp.on('Network.loadingFinished', (e) => (bytes = Math.max(bytes, e.encodedDataLength)));
  await page.goto(badge, { waitUntil: 'load' });
  // The page needs no script: once it is painted and parsed, a tap works.
  times.push(await page.evaluate(async () => {
    const painted = () => performance.getEntriesByName('first-contentful-paint')[0];
    while (!painted()) await new Promise((resolve) => setTimeout(resolve, 10));
    return Math.max(painted().startTime, performance.getEntriesByType('navigation')[0].domInteractive);
  }));
  await context.close();
}
await browser.close();
times.sort((a, b) => a - b);
const median = times[(rounds - 1) / 2];
console.log(`rating page, slow 4G, 4 x slower processor: usable after ${Math.round(median)} ms (${Math.round(times[0])} to ${Math.round(times.at(-1))}),` +
  ` ${(median / target).toFixed(2)} of the ${target} ms it may take; ${bytes} bytes with headers`);
