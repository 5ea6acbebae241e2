import type { Counters, Process } from '#lab'
import { Finding } from '../plan/index.ts'

/** Work that a program did: counted, never timed, so that a busy machine makes no difference. */
export type Work = Counters

/** Most work allowed. System calls by name, or all of them together. */
export interface WorkLimit {
  turns?: number
  bytesCopied?: number
  queuedBytes?: number
  systemCalls?: number
  syscalls?: Record<string, number>
}

/** Returns the work that a program did while `body` ran; resets its counters. */
export async function workOf(process: Process, body: () => Promise<unknown>): Promise<Work> {
  await process.counters({ reset: true })
  await body()
  return process.counters()
}

/** Measures work at several sizes, `[1_000, 10_000]`: what each cost. */
export async function growth(
  sizes: readonly number[],
  cost: (size: number) => Promise<number>,
): Promise<[size: number, cost: number][]> {
  const points: [number, number][] = []
  for (const size of sizes) points.push([size, await cost(size)])
  return points
}

export interface WorkMatchers<R = unknown> {
  /** For results of `workOf`: no count is above its limit. */
  toCostAtMost(limit: WorkLimit): R
  /** For results of `growth`: ten times the size costs at most ten times as much, times `slack` (default 1.5). */
  toGrowLinearly(options?: { slack?: number }): R
}

export const workMatchers = {
  toCostAtMost(received: unknown, limit: WorkLimit) {
    const work = received as Work
    const counted = countsOf(work, limit)
    const over = counted.find(({ count, most }) => count > most)
    const expected = counted.map(({ what, most }) => `at most ${number(most)} ${what}`).join(', ')
    const seen = counted.map(({ what, count }) => `${number(count)} ${what}`).join(', ')
    const sentence = over
      ? `Expected at most ${number(over.most)} ${over.what}, but there were ${number(over.count)}.`
      : `Expected more than ${expected}, but there were ${seen}.`
    return {
      pass: over === undefined,
      message: () => sentence,
      actual: new Finding({
        sentence,
        expected,
        seen,
        ...(over && { compared: { actual: over.count, expected: over.most } }),
      }),
      expected,
    }
  },

  toGrowLinearly(received: unknown, { slack = 1.5 }: { slack?: number } = {}) {
    const points = received as [number, number][]
    const [smallest] = points
    const wrong = points.find(
      ([size, cost]) => smallest && cost > slack * Math.max(1, smallest[1]) * (size / smallest[0]),
    )
    const seen = points.map(([size, cost]) => `${number(size)}: ${number(cost)}`).join(', ')
    const expected = 'a cost that grows as the size does'
    const sentence = wrong
      ? `Expected ${expected}, but ${number(wrong[0])} cost ${number(wrong[1])} where ${number(smallest![0])} cost ${number(smallest![1])}: ${round(wrong[1] / Math.max(1, smallest![1]))} times as much for ${round(wrong[0] / smallest![0])} times the size.`
      : `Expected a cost that grows faster than the size, but it was ${seen}.`
    return {
      pass: wrong === undefined,
      message: () => sentence,
      actual: new Finding({ sentence, expected, seen }),
      expected,
    }
  },
}

interface Counted {
  what: string
  count: number
  most: number
}

/** Throws if the backend doesn't count what is limited: a limit that can't be exceeded tests nothing. */
function countsOf(work: Work, limit: WorkLimit): Counted[] {
  const all = Object.values(work.syscalls).reduce((sum, count) => sum + count, 0)
  const plain: [string, number | undefined, number | undefined][] = [
    ['turns of the event loop', work.turns, limit.turns],
    ['bytes copied', work.bytesCopied, limit.bytesCopied],
    ['bytes queued', work.queuedBytes, limit.queuedBytes],
    ['system calls', all, limit.systemCalls],
    ...Object.entries(limit.syscalls ?? {}).map(([name, most]): [string, number, number] => [
      `calls of ${name}`,
      work.syscalls[name] ?? 0,
      most,
    ]),
  ]
  return plain.flatMap(([what, count, most]) => {
    if (most === undefined) return []
    if (count === undefined)
      throw new TypeError(`${what} are not counted here: load a module, and count the work of its process`)
    return [{ what, count, most }]
  })
}

const number = (n: number) => n.toLocaleString('en-US')
const round = (n: number) => Math.round(n * 10) / 10
