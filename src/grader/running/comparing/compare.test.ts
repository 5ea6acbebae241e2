import { describe, expect, test, vi } from 'vitest'
import type { Report } from '../../report/index.ts'
import {
  areAlike,
  compareCaptures,
  compareWorlds,
  comparisonAsText,
  conversationsIn,
  type TcpConversation,
} from './index.ts'
import { type RecordedWorld, recordingOf } from './recording.fixture.ts'

const compare = (left: RecordedWorld, right: RecordedWorld) =>
  compareCaptures(recordingOf(left), recordingOf(right), { left: 'in the simulated world', right: 'on Linux' })

describe('two recordings', () => {
  test('are equal if only numbers, ports, times and the cutting of segments differ', () => {
    expect(compare({}, {})).toBeNull()
    expect(compare({ seed: 1 }, { seed: 99 })).toBeNull()
    expect(compare({ replies: ['hello world\n'] }, { replies: ['hello world\n'], pieces: 1 })).toBeNull()
    expect(compare({ connections: 3 }, { connections: 3, seed: 5 })).toBeNull()
  })

  test('differ in the first message that is not the same', () => {
    const difference = compare({ replies: ['PONG\n', 'BYE\n'] }, { replies: ['PONG\n', 'BYTE\n'] })!
    expect(difference).toMatchObject({ conversation: 'client > server:9000', about: 'stream' })
    expect(difference.sentence).toBe(
      'What server sends in its 2nd turn in client > server:9000 differs at byte 2: "BYE\\n" in the simulated world, "BYTE\\n" on Linux.',
    )
    expect(difference.left.packet).toBeGreaterThan(0)
  })

  test('differ in a stream that ends earlier', () => {
    expect(compare({ replies: ['one\n', 'two\n'] }, { replies: ['one\n', ''] })!.sentence).toBe(
      'What server sends in client > server:9000 differs at byte 4: "one\\ntwo\\n" in the simulated world, only 4 bytes on Linux.',
    )
  })

  test('differ in the order of flags', () => {
    expect(compare({ end: 'fin' }, { end: 'reset' })).toMatchObject({
      about: 'flags',
      sentence:
        'In client > server:9000 there came after the SYN ACK from server a FIN from server in the simulated world, but a RST from server on Linux.',
    })
  })

  test('differ in a conversation that only one has', () => {
    expect(compare({ connections: 2 }, {})!.sentence).toBe(
      'There is a conversation client > server:9000 #2 in the simulated world, but not on Linux.',
    )
  })

  test('differ in datagrams', () => {
    expect(compare({ datagrams: ['a', 'b'] }, { datagrams: ['a', 'b'], seed: 2 })).toBeNull()
    expect(compare({ datagrams: ['a', 'b'] }, { datagrams: ['a', 'c'] })!.sentence).toBe(
      'The 2nd datagram of client in client > server:53 is "b" in the simulated world, but "c" on Linux.',
    )
    expect(compare({ datagrams: ['a'] }, { datagrams: ['a', 'c'] })!.sentence).toBe(
      'The 2nd datagram of client in client > server:53 is never sent in the simulated world, but "c" on Linux.',
    )
  })

  test('are equal if random values differ, and are the same where they should be', () => {
    const random = ['udp.payload[0:2]']
    const sides = { left: 'with your program', right: 'with the solution', random }
    const besideSolution = (left: string[], right: string[]) =>
      compareCaptures(recordingOf({ datagrams: left }), recordingOf({ datagrams: right }), sides)
    expect(besideSolution(['k1 add 5', 'k1 add 5'], ['zz add 5', 'zz add 5'])).toBeNull()
    expect(besideSolution(['k1 add 5', 'k2 add 5'], ['zz add 5', 'zz add 5'])!.sentence).toBe(
      'The 2nd datagram of client in client > server:53 is [random 2] " add 5" with your program, but [random 1] " add 5" with the solution.',
    )
    expect(besideSolution(['k1 add 6'], ['zz add 5'])!.right.shown).toBe('[random 1] " add 5"')
    expect(besideSolution(['k'], ['z'])!.right.shown).toBe('"z"')
  })

  test('differ in what a host says to itself, apart from other hosts with the same addresses and ports', () => {
    const alone = { client: 'a', server: 'b' }
    expect(compare({ alone }, { alone, seed: 2 })).toBeNull()
    expect(compare({ alone }, { alone: { ...alone, server: 'c' } })!.sentence).toBe(
      'The 1st datagram of server in server > server:5000 is "b" in the simulated world, but "c" on Linux.',
    )
  })

  test('do not differ in what the program did not get to say because the test had stopped', () => {
    const besideSolution = (left: RecordedWorld, right: RecordedWorld) =>
      compareCaptures(recordingOf(left), recordingOf(right), {
        left: 'with your program',
        right: 'with the solution',
        speakers: new Set(['server']),
      })
    expect(besideSolution({ replies: ['PONG\n'] }, { replies: ['PONG\n', 'BYE\n'] })).toBeNull()
    expect(besideSolution({ datagrams: ['a'] }, { datagrams: ['a', 'b'] })).toBeNull()
    expect(besideSolution({}, { connections: 2 })).toBeNull()
    expect(besideSolution({ replies: ['PANG\n'] }, { replies: ['PONG\n', 'BYE\n'] })!.sentence).toContain(
      '"PANG\\n" with your program',
    )
    expect(besideSolution({ end: 'reset' }, { end: 'fin' })).toMatchObject({ about: 'flags' })
  })

  test('differ in what a program says, not in what the test then went on to say', () => {
    const difference = compareCaptures(
      recordingOf({ replies: ['PONG\n', 'BYE\n', 'AGAIN\n'] }),
      recordingOf({ replies: ['PONG\n', 'BYE\n'] }),
      { left: 'with your program', right: 'with the solution', speakers: new Set(['server']) },
    )
    expect(difference!.sentence).toMatch(/^What server sends in .*AGAIN/)
  })

  test('that cannot be parsed are not recordings', () => {
    expect(compareCaptures(new Uint8Array(3), recordingOf({}), { left: 'here', right: 'there' })!.sentence).toBe(
      'What was recorded here cannot be read.',
    )
  })
})

describe('two worlds of a submission', () => {
  const world = (tests: object[], recorded: Record<string, RecordedWorld>) => ({
    report: { tests } as unknown as Report,
    recordings: new Map(Object.entries(recorded).map(([id, world]) => [id, recordingOf(world)])),
  })
  const passed = (id: string) => ({ id, status: 'passed' })

  test('are alike when every test that both ran gives the same result and conversation', () => {
    const comparisons = compareWorlds(
      world([passed('v1'), passed('h2')], { v1: {}, h2: {} }),
      world([passed('v1'), { id: 'h2', status: 'not-run', reason: 'it lets 9 s pass' }], { v1: { seed: 4 } }),
    )
    expect(areAlike(comparisons)).toBe(true)
    expect(comparisonAsText(comparisons)).toBe(
      'Both worlds compared:\n= v1 passed, the same conversation\n· h2 was not compared: it lets 9 s pass\n',
    )
  })

  test('show the first difference with the rows of both ladders, the packet marked in each', () => {
    const comparisons = compareWorlds(
      world([passed('v1')], { v1: { replies: ['PONG\n'] } }),
      world([{ id: 'v1', status: 'failed' }], { v1: { replies: ['PANG\n'], seed: 3 } }),
    )
    expect(areAlike(comparisons)).toBe(false)
    const text = comparisonAsText(comparisons)
    expect(text).toContain('≠ v1 passed in the simulated world, failed on Linux: What server sends in')
    expect(
      text.match(/→ +\d+ {2}server > client PSH ACK seq 1 ack 6 len 5|→ +\d+ {2}server > client PSH ACK.*/g),
    ).toHaveLength(2)
  })
})

test('a long stream is joined once, not with each of its segments', () => {
  const recording = recordingOf({ replies: ['a'.repeat(2_000)], pieces: 1 })
  const copied = vi.spyOn(Uint8Array.prototype, 'set')
  const [conversation] = conversationsIn(recording) as TcpConversation[]
  expect(conversation!.stream('from')).toHaveLength(2_000)
  const bytes = copied.mock.calls.reduce((total, [source]) => total + source.length, 0)
  copied.mockRestore()
  expect(bytes).toBeLessThan(3 * 2_000)
})
