/** Counts how many stored things a receiver looks at: elements that the methods and iterators of arrays, maps and sets hand out. */
import type { Segment } from '../contract.ts'

const { Receiver } = (await import('./receiver.ts' as string)) as typeof import('../../solution/receiver.ts')

let visits = 0

type Method = (this: unknown, ...args: unknown[]) => unknown
const SEARCHES = ['some', 'every', 'find', 'findIndex', 'findLast', 'findLastIndex']
const CALLING = [...SEARCHES, 'filter', 'map', 'flatMap', 'reduce', 'reduceRight', 'forEach', 'sort', 'toSorted']

/** The same method; counts each call of its callback. */
function countCalls(owner: object, name: string): void {
  const methods = owner as Record<string, Method>
  const original = methods[name]!
  methods[name] = function (first, ...rest) {
    if (typeof first !== 'function') return original.call(this, first, ...rest)
    const given = first as Method
    const counted: Method = function (...args) {
      visits++
      return given.apply(this, args)
    }
    return original.call(this, counted, ...rest)
  }
}

/** The same iterators; counts each step. */
function countSteps(sample: Iterator<unknown>): void {
  const iterator = Object.getPrototypeOf(sample) as { next: Method }
  const original = iterator.next
  iterator.next = function (...args) {
    visits++
    return original.apply(this, args)
  }
}

/** How many it looks at while these segments arrive and nobody reads. */
export function visitsFor({ capacity, segments }: { capacity: number; segments: Segment[] }): number {
  const receiver = new Receiver({ capacity })
  for (const name of CALLING) countCalls(Array.prototype, name)
  for (const owner of [Map.prototype, Set.prototype]) countCalls(owner, 'forEach')
  for (const sample of [[].values(), new Map().entries(), new Set().values()]) countSteps(sample)
  visits = 0
  for (let i = 0; i < segments.length; i++) receiver.segment(segments[i]!)
  return visits
}
