/** Fragments that overlap, come twice or contradict each other are put together as Linux does. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Clock, SECOND } from '../../clock.ts'
import { FragmentQueue } from './fragment-queue.ts'

const cases = readFileSync(new URL('fragment-queue.linux.txt', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .filter((line) => !line.startsWith('#'))

/** The blocks that are delivered, each as the number of its fragment. */
function delivered(fragments: string): string {
  const queue = new FragmentQueue<null>({
    scheduler: new Clock(),
    timeLimit: 30 * SECOND,
    onTimeout: () => {},
    onFailure: () => {},
  })
  const length = 8 * Math.max(...[...fragments.matchAll(/-(\d+)/g)].map(([, to]) => Number(to)))
  for (const [index, text] of fragments.split(' ').entries()) {
    const [, from, to, sign] = /^(\d+)-(\d+)([+.])$/.exec(text)!
    const [start, end] = [8 * Number(from), 8 * Number(to)]
    const payload = new Uint8Array(end - start).fill(index + 1)
    const [last, head] = [sign === '.', start === 0 ? { header: null, bytes: payload } : null]
    // With offset 0 and nothing to follow it's no fragment.
    const whole = last && head ? { payload } : queue.add('datagram', { start, end, payload, last, head })
    // UDP drops what is shorter than its header says.
    if (whole?.payload.length === length) return blocksOf(whole.payload)
  }
  return 'nothing'
}

const blocksOf = (payload: Uint8Array) => [...payload].filter((_, offset) => offset >= 8 && offset % 8 === 0).join('')

test('there are cases of both kinds', () => {
  expect(cases.length).toBe(240)
  expect(cases.filter((line) => line.endsWith('nothing')).length).toBe(73)
})

test('each of them ends as on Linux', () => {
  expect(cases.map((line) => line.replace(/= .*/, `= ${delivered(line.split(' = ')[0]!)}`))).toEqual(cases)
})
