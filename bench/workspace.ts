/**
 * The lab page under load: frames drawn while traffic runs and 10,000 packets are listed, a capture of 100,000 packets opened and filtered, and what is left
 * in memory after a hundred runs. In Chromium, from the built site. Times of the page's thread are of the processor, so that a busy machine counts less.
 */
import type { Page } from 'playwright-core'
import { writePcapng } from '#network'
import { frames } from '../tests/browser/frames.ts'
import { press } from '../tests/browser/lab-page.ts'
import { LAB, openSite, type Site } from '../tests/browser/site.ts'
import buildSite from '../tests/support/built-site.ts'
import { type Figure, median, report } from './figure.ts'
import { debug, frameGaps, listed, spent } from './lab-readings.ts'

const LISTED = 10_000
const CAPTURED = 100_000
const RUNS = 100
/** Runs after which everything has been used once. */
const WARM = 10
/** Milliseconds for which frames are counted. */
const WATCHED = 5000

/** Datagrams to the other host: many at once, then a thousand a second. */
const TRAFFIC = `import dgram from 'node:dgram'
const socket = dgram.createSocket('udp4')
const send = (count: number) => { for (let i = 0; i < count; i++) socket.send('x'.repeat(100), 9999, 'client') }
for (let burst = 0; burst < ${LISTED / 200}; burst++) setTimeout(() => send(200), burst * 20)
setTimeout(() => setInterval(() => send(10), 10), ${LISTED / 10})
`

async function* drawing(site: Site): AsyncGenerator<Figure> {
  const { page, close } = await site.visit(LAB, { program: TRAFFIC })
  const debugging = await debug(page)
  await press(page, 'Run')
  while ((await listed(page)) < LISTED) await page.waitForTimeout(100)
  const before = { ...(await spent(debugging)), packets: await listed(page) }
  const gaps = await frameGaps(page, WATCHED)
  const after = { ...(await spent(debugging)), packets: await listed(page) }
  const seconds = gaps.reduce((sum, gap) => sum + gap, 0) / 1000
  yield {
    what: `${LISTED} packets listed, traffic`,
    value: (after.packets - before.packets) / seconds,
    unit: 'packets/s',
  }
  yield { what: 'frames drawn meanwhile', value: gaps.length / seconds, unit: 'frames/s', goal: 59 }
  yield { what: 'longest time without a frame', value: Math.max(...gaps), unit: 'ms' }
  const each = (after.thread - before.thread) / gaps.length
  yield { what: "the page's thread, a frame", value: each, unit: 'ms', goal: 1000 / 60 }
  await close()
}

/** TCP segments of a long download. */
function capture(): Buffer {
  const head = [
    2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0, 0x45, 0, 0, 80, 0, 0, 0x40, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2,
  ]
  const tcp = [0x1f, 0x90, 0xc0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0x50, 0x10, 0xff, 0xff, 0, 0, 0, 0]
  const records = frames(CAPTURED, (index) => {
    const bytes = new Uint8Array(94)
    bytes.set([...head, ...tcp])
    new DataView(bytes.buffer).setUint32(38, index * 40)
    return bytes
  })
  return Buffer.from(writePcapng(['eth0'], records))
}

/** Real milliseconds from an event of a field to the first frame in which the packets' count begins with this. */
async function until(page: Page, event: string, text: string, act: () => Promise<void>): Promise<number> {
  const measured = page.evaluate(
    ({ event, text }) =>
      new Promise<number>((resolve) => {
        const look = (begun: number) => {
          if (document.querySelector('.packets-pane .count')?.textContent?.trim().startsWith(text))
            resolve(performance.now() - begun)
          else requestAnimationFrame(() => look(begun))
        }
        document.addEventListener(event, () => look(performance.now()), { once: true, capture: true })
      }),
    { event, text },
  )
  await act()
  return measured
}

async function* largeCapture(site: Site): AsyncGenerator<Figure> {
  const { page, close } = await site.visit(LAB)
  const buffer = capture()
  const file = { name: 'large.pcapng', mimeType: 'application/octet-stream', buffer }
  const field = page.locator('.packets-pane input[type=file]')
  const opened = await until(page, 'change', `${CAPTURED} packets`, () => field.setInputFiles(file))
  yield { what: 'a capture of 100,000 packets opened', value: opened, unit: 'ms', goal: 2000 }
  for (const [filter, count] of [
    ['frame.number > 50000', 50_000],
    ['tcp.port == 8080 && tcp.seq_raw < 400000', 10_000],
    ['tcp.flags.syn == 1', 0],
  ] as const) {
    const took = await until(page, 'input', `${count} of`, () => page.locator('#display-filter').fill(filter))
    yield { what: `filtered by ${filter}`, value: took, unit: 'ms', goal: 200 }
  }
  await close()
}

async function* memory(site: Site): AsyncGenerator<Figure> {
  const { page, close } = await site.visit(LAB, { program: `console.log('first output'); setInterval(() => {}, 1000)` })
  const debugging = await debug(page)
  const heaps: number[] = []
  for (let run = 1; run <= RUNS; run++) {
    await press(page, 'Run')
    await page.locator('.terminal').getByText('first output').first().waitFor()
    await press(page, 'Stop')
    await debugging.send('HeapProfiler.collectGarbage')
    heaps.push((await spent(debugging)).heap)
  }
  const [early, late] = [heaps.slice(WARM, 2 * WARM), heaps.slice(-WARM)].map(median) as [number, number]
  yield { what: `heap after ${WARM} runs`, value: early / 2 ** 20, unit: 'MB' }
  yield { what: `heap after ${RUNS} runs`, value: late / 2 ** 20, unit: 'MB' }
  yield { what: 'each run leaves', value: (late - early) / (RUNS - 1.5 * WARM) / 1024, unit: 'KB', goal: 10 }
  await close()
}

buildSite()
const site = await openSite()
await report(drawing(site))
await report(largeCapture(site))
await report(memory(site))
await site.close()
