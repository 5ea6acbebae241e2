import { describe, expect, test } from 'vitest'
import { asDrawn, type PacketView } from '../recording/index.ts'
import { type Lane, laneAt, lanesOf, waitingOf } from './pool-lanes.ts'
import { recordFigure } from './record.fixture.ts'

const record = (id: string, change = {}) => recordFigure(id, change, '06-reliability')
const PARAMS = { max: 3, lifetime: 300, closes: false }
const board = async (params = {}) => record('pool-board', { params: { ...PARAMS, ...params } })
const count = (lane: Lane, wanted: string) => lane.spans.filter(({ state }) => state === wanted).length
const copy = (packet: PacketView, change: Partial<PacketView> = {}): PacketView => {
  const { length, bytes, position, cause } = packet
  return { ...asDrawn(packet), length, bytes, position, cause, ...change }
}
const isAnswer = ({ from, payloadLength }: PacketView) => from === 'server' && payloadLength > 0

test('a pool of four connections answers ten questions, three on two of them', async () => {
  const all = lanesOf(await record('ten-questions'))
  expect(all.map((lane) => count(lane, 'busy'))).toEqual([3, 3, 2, 2])
  for (const { spans, end } of all) {
    expect(spans[0]!.state).toBe('dialing')
    expect(end?.how).toBe('closed')
  }
})

test('with lost packets there are as many questions, and no answer counts twice', async () => {
  const recording = await record('ten-questions', { loss: 0.15 })
  const isRepeated = ({ againOf }: PacketView) => againOf !== null
  expect(recording.packets.filter(isAnswer).some(isRepeated)).toBe(true)
  const all = lanesOf(recording)
  expect(all.reduce((sum, lane) => sum + count(lane, 'busy'), 0)).toBe(10)
  for (const lane of all) expect(count(lane, 'poisoned')).toBe(0)
})

describe('a connection is poisoned', () => {
  test('by a caller that leaves before the answer, until its maximum lifetime', async () => {
    const lanes = lanesOf(await board())
    expect(lanes.map((lane) => count(lane, 'poisoned'))).toEqual([1, 0, 0, 0, 0, 0])
    const poisoned = lanes[0]!.spans.at(-1)!
    expect(poisoned).toMatchObject({ why: 'late', packet: null })
    expect(poisoned.from / 1e6).toBeCloseTo(150, 0)
    expect(poisoned.until! / 1e6).toBeCloseTo(310, 0)
    expect([0, 100e6, 200e6, 400e6].map((at) => laneAt(lanes[0]!, at))).toEqual([null, 'busy', 'poisoned', null])
  })

  test('but not if the pool closes it', async () => {
    const lanes = lanesOf(await board({ closes: true }))
    expect(lanes.some((lane) => count(lane, 'poisoned') > 0)).toBe(false)
    expect(lanes[0]!.end!.at / 1e6).toBeCloseTo(150, 0)
  })

  test('by bytes that nobody asked for', async () => {
    const { packets, printed } = await board({ closes: true })
    const answer = packets.find(isAnswer)!
    const { sequence, nextSequence } = answer.position!
    const position = { ...answer.position!, sequence: nextSequence, nextSequence: 2 * nextSequence - sequence }
    const more = copy(answer, { position, arrives: answer.arrives! + 10 })
    // The next caller's question leaves later than that.
    const spans = lanesOf({ packets: [...packets, more], printed })[1]!.spans
    expect(spans.find(({ state }) => state === 'poisoned')).toMatchObject({ why: 'leftover', from: more.arrives })
  })

  test('by a server that closes, whose last answer still counts', async () => {
    const { packets, printed } = await board({ closes: true })
    // After the third answer its connection is idle.
    const last = packets.filter(isAnswer)[2]!
    const changed = packets.map((packet) => (packet === last ? copy(last, { ends: true }) : packet))
    const lane = lanesOf({ packets: changed, printed }).find(({ stream }) => stream === last.position!.stream)!
    expect(lane.spans.map(({ state }) => state)).toEqual(['dialing', 'busy', 'busy', 'poisoned'])
    expect(lane.spans.at(-1)).toMatchObject({ why: 'closed', from: last.arrives })
  })
})

test('an answer that is sent again, although it arrived, is no second one', async () => {
  const { packets, printed } = await board({ closes: true })
  const answer = packets.find(isAnswer)!
  const again = copy(answer, { arrives: answer.arrives! + 20e6, againOf: answer.number })
  expect(lanesOf({ packets: [...packets, again], printed })).toEqual(lanesOf({ packets, printed }))
})

test('three callers wait for three connections, none for six', async () => {
  expect(Math.max(...waitingOf(await board()).values)).toBe(3)
  expect(waitingOf(await board({ max: 6 })).values).toEqual([0])
  expect(lanesOf(await board({ max: 1 })).every(({ spans }) => spans.length > 0)).toBe(true)
})
