/**
 * Packets on their way into the list of the lab page: a program sends more than the page can take, with the recording on and Packets open. In Chromium, from
 * the built site. Rates depend on what else the machine does; times of the page's thread are of the processor, so that a busy machine counts less.
 */
import { press } from '../tests/browser/lab-page.ts'
import { LAB, openSite, type Site } from '../tests/browser/site.ts'
import buildSite from '../tests/support/built-site.ts'
import { type Figure, median, report } from './figure.ts'
import { debug, frameGaps, listed, spent } from './lab-readings.ts'

const RUNS = 3
/** Milliseconds for which packets are counted, once they flow. */
const WATCHED = 2000
const BEGUN = 500

/** Datagrams of 64 bytes to another host, more than the page can take. */
const TRAFFIC = `import dgram from 'node:dgram'
const socket = dgram.createSocket('udp4')
const message = Buffer.alloc(64)
setInterval(() => { for (let i = 0; i < 60; i++) socket.send(message, 9999, 'client') }, 1)
`

interface Flow {
  readonly rate: number
  readonly longest: number
  /** Microseconds of the page's thread for each packet. */
  readonly each: number
}

async function flow(site: Site): Promise<Flow> {
  const { page, close } = await site.visit(LAB, { program: TRAFFIC })
  const debugging = await debug(page)
  await press(page, 'Run')
  while ((await listed(page)) < BEGUN) await page.waitForTimeout(20)
  const before = { packets: await listed(page), thread: (await spent(debugging)).thread }
  const gaps = await frameGaps(page, WATCHED)
  const packets = (await listed(page)) - before.packets
  const thread = (await spent(debugging)).thread - before.thread
  await close()
  const seconds = gaps.reduce((sum, gap) => sum + gap, 0) / 1000
  return { rate: packets / seconds, longest: Math.max(...gaps), each: (thread * 1000) / packets }
}

async function* figures(site: Site): AsyncGenerator<Figure> {
  await flow(site)
  const flows: Flow[] = []
  for (let run = 0; run < RUNS; run++) flows.push(await flow(site))
  const middle = (of: (flow: Flow) => number) => median(flows.map(of))
  yield { what: 'packets into the list', value: middle(({ rate }) => rate), unit: 'packets/s', goal: 20_000 }
  yield { what: 'longest time without a frame', value: middle(({ longest }) => longest), unit: 'ms', goal: 50 }
  yield { what: "the page's thread, each packet", value: middle(({ each }) => each), unit: 'µs' }
}

buildSite()
const site = await openSite()
await report(figures(site))
await site.close()
