import { expect, type Lab, labTest, type TcpPeer, times } from 'ackademy/lab'
import { params } from './params.ts'

/** Messages that are more than windows, kernels and a queue hold for a subscriber that stopped. */
export const MANY = 240
/** In ms, between two messages: much longer than one needs to reach a subscriber that reads. */
export const PACE = 5
const SIZE = 1_300 // bytes of a text

/** The broker on host a, and a publisher on b. */
export const test = labTest(async (lab) => {
  const running = lab.host('a').run('broker.ts', { listens: params.port })
  const broker = await expect(running, 'your broker, listening').toHappen()
  const connect = (host: string, options = {}) =>
    expect(lab.host(host).connect('a', params.port, options), 'the connection').toHappen()
  /** A subscriber on c that reads. */
  const subscribe = async (...patterns: string[]) => {
    const peer = await connect('c')
    await tell(lab, peer, ...patterns.map((pattern) => `SUB ${pattern}`))
    return peer
  }
  /** A subscriber on d that does not read, with a small window. */
  const subscribeStopped = async (...patterns: string[]) => {
    const peer = await connect('d', { paused: true, receiveBuffer: 8_192 })
    await tell(lab, peer, ...patterns.map((pattern) => `SUB ${pattern}`))
    return peer
  }
  return { broker, connect, subscribe, subscribeStopped, publisher: await connect('b') }
})

/** Sends lines, and gives them the time to arrive. */
export async function tell(lab: Lab, peer: TcpPeer, ...lines: string[]): Promise<void> {
  await peer.send(lines.map((line) => `${line}\n`).join(''))
  await lab.clock.advance('10ms')
}

export const message = (n: number, topic = 'news'): string => `PUB ${topic} ${n} ${'.'.repeat(SIZE)}\n`

interface Series {
  first?: number
  topic?: string
  gap?: number
}

/** Publishes so many messages, one after the other, and waits until all have arrived. */
export async function publish(lab: Lab, publisher: TcpPeer, count: number, series: Series = {}): Promise<void> {
  const { first = 1, topic = 'news', gap = PACE } = series
  await publisher.send(
    times(count, (i) => message(first + i, topic)),
    { gap },
  )
  await lab.clock.advance(count * gap + 20)
}

/** Everything up to message `last`, in short: `['news 1 to 80', 'LOST 37', 'news 118 to 137']`. */
export async function read(peer: TcpPeer, last: number, about = 'what the slow subscriber got'): Promise<string[]> {
  const runs: { topic: string; first: number; last: number }[] = []
  for (;;) {
    const line = await expect(peer.line(), `${about}, up to message ${last}`).toHappen()
    const [, topic = line, text = '0'] = /^MSG (\S+) (\d+) /.exec(line) ?? []
    const n = Number(text)
    const run = runs.at(-1)
    if (run && n > 0 && run.topic === topic && run.last === n - 1) run.last = n
    else runs.push({ topic, first: n, last: n })
    if (n === last) return runs.map(inShort)
  }
}

const inShort = ({ topic, first, last }: { topic: string; first: number; last: number }): string =>
  first === 0 ? topic : `${topic} ${first} to ${last}`

/** The same messages with every gap told: what a right broker sends beside them. */
export function withGapsTold(runs: readonly string[]): string[] {
  let next = 1
  return runs
    .filter((run) => / to \d+$/.test(run))
    .flatMap((run) => {
      const [, first, last] = /(\d+) to (\d+)$/.exec(run)!
      const lost = Number(first) - next
      next = Number(last) + 1
      return lost > 0 ? [`LOST ${lost}`, run] : [run]
    })
}

/** What a subscriber gets that stopped when messages `first` to `last` came, and then read these and one more. */
export function withOneGap(runs: readonly string[], first = 1, last = MANY): string[] {
  const before = Number(/ to (\d+)$/.exec(runs[0] ?? '')?.[1] ?? 0)
  const kept = last - params.most + 1
  return [`news ${first} to ${before}`, `LOST ${kept - 1 - before}`, `news ${kept} to ${last + 1}`]
}

/** A subscriber that stopped reads again: what it got up to message `last`, and one more. */
export async function catchUp(lab: Lab, slow: TcpPeer, publisher: TcpPeer, last = MANY): Promise<string[]> {
  await slow.resume()
  await lab.clock.advance('100ms')
  await publish(lab, publisher, 1, { first: last + 1 })
  return read(slow, last + 1)
}
