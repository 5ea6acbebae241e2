import { expect, test } from 'vitest'
import { Op, type ProcessPort, type SystemCalls } from '#node'
import { CallPlaces } from './call-places.ts'

const V8Error = Error as unknown as { captureStackTrace: (...args: unknown[]) => void }

/** Number of stacks that are captured while a process makes its calls. */
function stacksOf(makeCalls: (calls: SystemCalls) => void): number {
  const calls = { out: {}, call: () => 0, post: () => {} } as unknown as SystemCalls
  const port: ProcessPort = { turn: () => ({}) as ReturnType<ProcessPort['turn']>, kill: () => {} }
  let watched: SystemCalls | null = null
  new CallPlaces()
    .watching((given) => {
      watched = given
      return port
    })(calls)
    .kill('SIGKILL' as unknown as Parameters<ProcessPort['kill']>[0])
  const capture = V8Error.captureStackTrace
  let captured = 0
  V8Error.captureStackTrace = () => captured++
  try {
    makeCalls(watched!)
  } finally {
    V8Error.captureStackTrace = capture
  }
  return captured
}

test('a send on a socket notes its stack', () => {
  expect(stacksOf((calls) => calls.post(100, Op.send, 5))).toBe(1)
})

test('a printed line notes none: it sends no packet, and stacks would cost most of its time', () => {
  const stacks = stacksOf((calls) => {
    calls.post(100, Op.send, 1)
    calls.call(100, Op.send, 2)
  })
  expect(stacks).toBe(0)
})
