/**
 * `ackademy/lab`: what the test files of an exercise import, and the types of Lab. Nothing here runs a test: evaluating a file
 * produces a plan, and the runner (`../running`) executes it, the same in a page, on the command line and in the container.
 *
 * Registering:  `labTest(setup)` gives `test`, `test.each`, `describe`; `test.schedules` cuts TCP streams in every way, `test.datagrams` doubles, delays and
 *               reorders datagrams, `test.faults` runs many seeded worlds of loss, outages and crashes, `test.cycles` looks for leaks that grow each time
 * Labels:       `expect(value, 'ack after segment 4')`: the label is the subject of the sentence when a test fails
 * Packets:      `expect(await lab.capture(…).all())` `.toContainInOrder(filter, …)` `.toHavePackets(filter, '>= 1')` `.toHaveNothingAfter(filter, { but })`
 *               `.toBeSpaced(['1s', '2s'])` `.toHaveAtMost(3, { in: '10ms' })`; of one packet `.toMatchFilter(filter)`
 * Times:        `.toBeAbout` `.toBeWithin` `.toBeBetween`, on the world's clock, with the backend's tolerance
 * Bytes:        `.toEqualBytes` `.toStartWithBytes` `.toContainBytes` `.toHaveBytesAt`; `bytes(u16(5), 'hello')` `hex` `lengthPrefixed`
 *               `truncations` `bitFlips` `cutsInTwo` `readInteger`
 * Peers:        `converse` `connectMany` `acceptMany` `dribble` `readFrame(s)` `answerLines` `answerDatagrams`
 * Results:      `resultOf(call, about)` `kindOf(result, 'a header')`, `toldApart(value, /^an error/)`: what a program returns can't pass for the test's own words
 * Work:         `workOf(process, body)` `.toCostAtMost({ turns, syscalls: { writev: 1 } })`, `bytesCopied` of a loaded module's process; `growth(sizes, cost)` `.toGrowLinearly()`: never a stopwatch
 * Values:       `seededValues(lab, label)`; `forAll(lab, (draw) => draw.bytes(0, 300), holds)` shows the simplest value for which it fails
 */
export type * from '#lab'
export { LabError } from '#lab'
export type { TestOptions } from '../plan/index.ts'
export {
  type ByteOrder,
  bitFlips,
  bytes,
  cutsInTwo,
  lengthPrefixed,
  type PrefixShape,
  readInteger,
  truncations,
  u8,
  u16,
  u32,
  u64,
} from './bytes.ts'
export type { Comparison } from './comparison.ts'
export { expect } from './expect.ts'
export {
  type CycleTestOptions,
  type DatagramTestOptions,
  type FaultTestOptions,
  type LabTest,
  labTest,
} from './lab-test.ts'
export type { LabMatchers } from './matchers.ts'
export {
  acceptMany,
  answerDatagrams,
  answerLines,
  connectMany,
  converse,
  dribble,
  readFrame,
  readFrames,
} from './peers.ts'
export { Draw, type ForAllOptions, forAll, seededValues } from './property/index.ts'
export { type CallResult, kindOf, resultOf, toldApart } from './results.ts'
export { hex, times } from './values.ts'
export { growth, type Work, type WorkLimit, workOf } from './work.ts'

import { collector } from '../plan/index.ts'

/** Groups the tests registered by `body` under a heading. */
export function describe(name: string, body: () => void): void {
  collector().describe(name, body)
}
