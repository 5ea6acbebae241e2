import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Op } from '../syscalls/index.ts'
import { program, type Script, scripted } from './scripted.fixture.ts'
import { twoHosts } from './two-hosts.fixture.ts'

const number = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -1, max: 8 }) },
  fc.constantFrom(16, 17, 1001, 65_535, 65_536, 2 ** 31, 2 ** 40, Number.MAX_SAFE_INTEGER, Number.NaN, 0.5, Infinity),
)
/** Those that end a process come up less often, or few programs would get far. */
const descriptorOps = Object.values(Op).filter((op) => op !== Op.exit && op !== Op.kill)
const anyCall = fc.record({
  posted: fc.boolean(),
  op: fc.oneof({ weight: 40, arbitrary: fc.constantFrom(...descriptorOps) }, fc.nat(40)),
  cost: fc.oneof({ weight: 99, arbitrary: fc.nat(5_000) }, fc.constantFrom(1e9, 1e12)),
  a: number,
  b: number,
  c: number,
  str: fc.constantFrom(
    '',
    '/tmp/a',
    '/tmp/b',
    '10.0.0.1',
    '10.0.0.2',
    '127.0.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '::1',
    'no address',
    '\ud800',
  ),
  bytes: fc.option(fc.uint8Array({ maxLength: 70 })),
})
type AnyCall = typeof anyCall extends fc.Arbitrary<infer T> ? T : never

/** Makes the given calls, a few in each turn, regardless of its events. */
function caller(calls: AnyCall[]): Script {
  const left = [...calls]
  return (event, sys) => {
    for (const { posted, op, cost, a, b, c, str, bytes } of left.splice(0, 7)) {
      if (posted) sys.calls.post(cost, op as Op, a, b, c, str, bytes)
      else expect(sys.calls.call(cost, op as Op, a, b, c, str, bytes)).toSatisfy(Number.isSafeInteger)
    }
    return { deadline: left.length > 0 ? event.time + 3_000 : -1 }
  }
}

async function run(programs: AnyCall[][]): Promise<string[]> {
  const { network, kernel, world, trace } = twoHosts()
  for (const [index, calls] of programs.entries()) {
    kernel.spawn(network.host(index % 2 === 0 ? 'client' : 'server'), scripted(caller(calls)), program('any'))
  }
  await world.runUntil(() => kernel.processes.every(({ counters }) => counters.turns > 200), 1e9)
  for (const process of kernel.processes) process.handles()
  return [...trace.lines, ...network.recorder.packets.map(({ at, bytes }) => `${at} ${bytes}`)]
}

test('whatever processes call, each call has its answer, and twice the same', async () => {
  const programs = fc.array(fc.array(anyCall, { maxLength: 150 }), { minLength: 1, maxLength: 3 })
  await fc.assert(
    fc.asyncProperty(programs, async (calls) => {
      const lines = await run(calls)
      expect(await run(calls)).toEqual(lines)
    }),
    { numRuns: 300 },
  )
})
