import { describe, test, expect as vitestExpect } from 'vitest'
import { type Clock, LabError, type LabErrorCode } from '#lab'
import { openSimulatedLab } from '#lab/on-disk/index.ts'
import { compareTimesBy, nameSubject, PropertyFailure } from '../plan/index.ts'
import { expect, hex } from '../testing/index.ts'
import { failureOf, leakFailure } from './failure.ts'

const thrownBy = (check: () => void): unknown => {
  try {
    check()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}
const sentence = (check: () => void) => failureOf(thrownBy(check)).sentence

describe('the sentence of a failed comparison', () => {
  test('names both texts, and where they differ', () => {
    vitestExpect(failureOf(thrownBy(() => expect('PING').toBe('PONG')))).toMatchObject({
      code: 'ASSERTION',
      sentence: "Received 'PING', expected 'PONG'.",
      values: { expected: 'PONG', actual: 'PING', firstDifference: 1 },
    })
  })

  test('names a unit once', () => {
    const release = compareTimesBy({ tolerance: () => 1 } as unknown as Clock)
    const late = sentence(() => expect(152.78, { about: 'the wait', unit: 'ms' }).toBeAbout('150ms'))
    release()
    vitestExpect(late).toBe('The wait is 152.78 ms, expected about 150 ms (± 1 ms).')
  })

  test('names the first value of a list that differs, or is missing', () => {
    vitestExpect(sentence(() => expect(['a', 'x', 'c']).toEqual(['a', 'b', 'c']))).toBe(
      "Value 2 of 3 is 'x', expected 'b'.",
    )
    vitestExpect(sentence(() => expect(['a']).toEqual(['a', 'b']))).toBe("Value 2 of 2 is missing: expected 'b'.")
    vitestExpect(sentence(() => expect(['a', 'b', 'c']).toEqual(['a', 'b']))).toBe(
      'Received 3 values where 2 were expected.',
    )
  })

  test('points at the packet of the datagram that carried the wrong value', () => {
    const label = { about: 'the reply to add 5', datagram: { packet: 7 } }
    const wrong = thrownBy(() => expect('5', label).toBe('10'))
    vitestExpect(failureOf(wrong)).toMatchObject({ firstWrong: 7, packets: [7] })
    vitestExpect(failureOf(thrownBy(() => expect('5', 'the reply to add 5').toBe('10')))).not.toHaveProperty(
      'firstWrong',
    )
  })

  test('names the place where objects differ', () => {
    const answer = { rcode: 3, answer: [{ name: 'www', ttl: 0 }], id: 7 }
    vitestExpect(sentence(() => expect(answer).toMatchObject({ rcode: 0 }))).toBe('Received rcode 3, expected 0.')
    vitestExpect(sentence(() => expect(answer).toMatchObject({ answer: [{ ttl: 60 }] }))).toBe(
      'Received answer[0].ttl 0, expected 60.',
    )
    vitestExpect(sentence(() => expect(answer.answer).toEqual([{ name: 'www', ttl: 60 }]))).toBe(
      'Value 1 of 1 has ttl 0, expected 60.',
    )
    vitestExpect(sentence(() => expect(answer).toMatchObject({ answer: [] }))).toBe(
      'Received 1 value in answer where 0 were expected.',
    )
    vitestExpect(sentence(() => expect({}).toEqual({ timeout: true }))).toBe('Received no timeout, expected true.')
    vitestExpect(sentence(() => expect({ timeout: true }).toEqual({}))).toBe('Received timeout true, expected none.')
  })

  test('names a list in a list as one value', () => {
    vitestExpect(sentence(() => expect([[1], [2, 'OK']]).toEqual([[1], [3, 'OK']]))).toBe(
      "Value 2 of 2 is [2 'OK'], expected [3 'OK'].",
    )
  })

  test('shows values as learners write them, and lists as lists', () => {
    vitestExpect(sentence(() => expect(0).toBe(40))).toBe('Received 0, expected 40.')
    vitestExpect(sentence(() => expect('x').toEqual(['x']))).toBe("Received 'x', expected ['x'].")
    vitestExpect(sentence(() => expect(undefined).toMatchObject({ a: 1 }))).toBe(
      'Received undefined, expected { a: 1 }.',
    )
  })

  test('is the matcher’s own if it says more, without its notation', () => {
    vitestExpect(sentence(() => expect('abc').toMatch(/z\d$/))).toBe("Expected 'abc' to match /z\\d$/.")
    vitestExpect(sentence(() => expect(`${'x'.repeat(100)}\n`).toMatch(/BYE \d\n$/))).toBe(
      `Expected '${'x'.repeat(40)}…${'x'.repeat(14)}⏎' (101 characters) to match /BYE \\d\\n$/.`,
    )
    vitestExpect(sentence(() => expect(169.92999999999998).toBeGreaterThan(374.9 + 0.2))).toBe(
      'Expected 169.93 to be greater than 375.1.',
    )
    vitestExpect(sentence(() => expect(3).toBeCloseTo(5))).toBe('Expected 3 to be close to 5 (± 0.005).')
    vitestExpect(sentence(() => expect({ a: 1 }).not.toEqual({ a: 1 }))).toBe(
      'Expected { a: 1 } to not equal { a: 1 }.',
    )
    vitestExpect(sentence(() => expect([0]).toContain(1))).toBe('Expected [ 0 ] to include 1.')
  })

  test('is that of a call that should have failed, or should not', async () => {
    const rejection = (assertion: Promise<void>) => assertion.catch((error: unknown) => failureOf(error).sentence)
    vitestExpect(await rejection(expect(Promise.resolve('late')).rejects.toMatchObject({ code: 'ETIMEDOUT' }))).toBe(
      "Expected an error, but received 'late'.",
    )
    const reset = Promise.reject(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }))
    vitestExpect(await rejection(expect(reset).rejects.toMatchObject({ code: 'EOF' }))).toBe(
      "Received code 'ECONNRESET', expected 'EOF'.",
    )
    vitestExpect(await rejection(expect(reset).resolves.toBe('x'))).toBe(
      'Expected a result, but received Error: read ECONNRESET.',
    )
    vitestExpect(await rejection(expect(reset).rejects.toThrow(/refused/))).toBe(
      "Expected an error matching /refused/, but received 'read ECONNRESET'.",
    )
    vitestExpect(sentence(() => expect(() => {}).toThrow())).toBe('Expected an error, but received none.')
  })

  test('is about the submission if its value is of another kind than the matcher expects', () => {
    vitestExpect(failureOf(thrownBy(() => expect(null).toMatch(/x/)))).toMatchObject({
      code: 'ASSERTION',
      sentence: 'Expected a string, but received a value of type object.',
    })
    vitestExpect(sentence(() => expect(null).toHaveLength(3))).toBe('Expected a value, but received none.')
  })

  test('is that of a comparison of times or bytes', () => {
    const release = compareTimesBy({ tolerance: () => 1 } as unknown as Clock)
    const failure = failureOf(thrownBy(() => expect(135.019).toBeAbout('60ms')))
    release()
    vitestExpect(failure).toMatchObject({
      code: 'ASSERTION',
      sentence: 'Expected 135.019 ms to be about 60 ms (± 1 ms).',
    })
    vitestExpect(failureOf(thrownBy(() => expect(hex('01')).toEqualBytes(hex('02')))).code).toBe('ASSERTION')
  })

  test('of a time outside a range knows which end was missed', () => {
    const release = compareTimesBy({ tolerance: () => 1 } as unknown as Clock)
    const missed = (time: number) => failureOf(thrownBy(() => expect(time, 'the pause').toBeBetween('60ms', '80ms')))
    const [early, late] = [missed(50), missed(90)]
    release()
    vitestExpect(early.compared).toEqual({ actual: 50, expected: 60 })
    vitestExpect(late).toMatchObject({
      compared: { actual: 90, expected: 80 },
      expected: 'between 60 ms and 80 ms',
      seen: '90 ms',
      sentence: 'The pause is 90 ms, expected between 60 ms and 80 ms.',
    })
  })

  test('of a range in a unit other than ms says that unit', () => {
    const release = compareTimesBy({ tolerance: () => 0 } as unknown as Clock)
    const about = { about: 'the TTL', unit: 's' }
    const missed = failureOf(thrownBy(() => expect(604_800, about).toBeBetween(39, 41)))
    release()
    vitestExpect(missed).toMatchObject({
      compared: { actual: 604_800, expected: 41 },
      expected: 'between 39 and 41 s',
      sentence: 'The TTL is 604800 s, expected between 39 and 41 s.',
    })
  })

  test('is short, however long the values are', () => {
    vitestExpect(sentence(() => expect('x'.repeat(1e6)).toBe('y')).length).toBeLessThan(300)
    vitestExpect(sentence(() => expect('x'.repeat(1e6)).toMatch(/z$/)).length).toBeLessThan(400)
  })
})

describe('what was compared is the subject of the sentence, in the author’s words', () => {
  const ack = 'ack after segment 4'

  test('for values', () => {
    vitestExpect(sentence(() => expect(1701, ack).toBe(1602))).toBe('Ack after segment 4 is 1701, expected 1602.')
    vitestExpect(sentence(() => expect({ ack: 3 }, 'the answer').toEqual({ ack: 4 }))).toBe(
      'The answer has ack 3, expected 4.',
    )
    vitestExpect(sentence(() => expect({}, 'the answer').toEqual({ ack: 4 }))).toBe(
      'The answer has no ack, expected 4.',
    )
    vitestExpect(sentence(() => expect(5, ack).toBeNull())).toBe('Ack after segment 4 is 5, expected null.')
    vitestExpect(sentence(() => expect(5, ack).toBeUndefined())).toBe('Ack after segment 4 is 5, expected undefined.')
    vitestExpect(sentence(() => expect(0.1 + 0.2, 'the pause').toBe(1))).toBe('The pause is 0.3, expected 1.')
    vitestExpect(sentence(() => expect(3, ack).not.toBe(3))).toBe('Ack after segment 4 is 3, which it should not be.')
    vitestExpect(failureOf(thrownBy(() => expect(true, 'the timeout').not.toBe(true)))).toMatchObject({
      expected: 'anything but true',
      seen: 'true',
    })
    vitestExpect(sentence(() => expect(null, ack).not.toBeNull())).toBe(
      'Ack after segment 4 is null, which it should not be.',
    )
  })

  test('for lists', () => {
    vitestExpect(sentence(() => expect(['a', 'x'], 'the lines').toEqual(['a', 'b']))).toBe(
      "The lines: number 2 of 2 is 'x', expected 'b'.",
    )
    vitestExpect(sentence(() => expect(['a'], 'the lines').toEqual(['a', 'b']))).toBe(
      "The lines: number 2 of 2 is missing: expected 'b'.",
    )
    vitestExpect(sentence(() => expect([1, 2], 'what was left').toEqual([]))).toBe(
      'What was left has 2 values where 0 were expected.',
    )
    vitestExpect(sentence(() => expect([1], 'the list').toHaveLength(3))).toBe('The list has 1 value, expected 3.')
    vitestExpect(sentence(() => expect('x'.repeat(99), 'the text').toHaveLength(1))).toBe(
      'The text has 99 characters, expected 1.',
    )
    vitestExpect(sentence(() => expect(hex('0102'), 'the field').toHaveLength(1))).toBe(
      'The field has 2 bytes, expected 1.',
    )
    vitestExpect(sentence(() => expect([0], 'the list').toContain(1))).toBe('The list is [ 0 ], expected 1 in it.')
  })

  test('for limits, times and bytes', () => {
    vitestExpect(sentence(() => expect(9, ack).toBeLessThan(7))).toBe('Ack after segment 4 is 9, expected less than 7.')
    vitestExpect(sentence(() => expect(9, ack).toBeGreaterThanOrEqual(10))).toBe(
      'Ack after segment 4 is 9, expected at least 10.',
    )
    vitestExpect(sentence(() => expect(3, ack).toBeCloseTo(5))).toBe(
      'Ack after segment 4 is 3, expected about 5 (± 0.005).',
    )
    const release = compareTimesBy({ tolerance: () => 1 } as unknown as Clock)
    vitestExpect(sentence(() => expect(135, 'the pause').toBeAbout('60ms'))).toBe(
      'The pause is 135 ms, expected about 60 ms (± 1 ms).',
    )
    vitestExpect(sentence(() => expect(135, 'the pause').toBeWithin('60ms'))).toBe(
      'The pause is 135 ms, expected at most 60 ms.',
    )
    release()
    vitestExpect(sentence(() => expect(hex('01'), 'the first field').toEqualBytes(hex('02')))).toBe(
      'The first field: the bytes differ at 0: expected [02] (1 bytes), received [01] (1 bytes).',
    )
  })

  test('for texts; if the end is wrong, the end is shown', () => {
    const out = 'hello\ndrained 0 killed 0\n'
    vitestExpect(sentence(() => expect(out, 'what it printed').toMatch(/drained 1 killed 0\n$/))).toBe(
      "What it printed ends with 'drained 0 killed 0⏎', expected 'drained 1 killed 0⏎'.",
    )
    vitestExpect(sentence(() => expect('ERR no', 'the answer').toMatch(/^OK/))).toBe(
      "The answer begins with 'ER', expected 'OK'.",
    )
    vitestExpect(failureOf(thrownBy(() => expect(out, 'what it printed').toMatch(/killed 1\n$/))).expected).toBe(
      "'killed 1⏎'",
    )
    vitestExpect(sentence(() => expect('ERR no', 'the answer').toMatch(/^OK \d+$/))).toBe(
      "The answer is 'ERR no', expected another form.",
    )
    vitestExpect(sentence(() => expect('ERR no', 'the answer').not.toMatch(/no/))).toBe(
      "The answer is 'ERR no', expected another.",
    )
  })

  test('for truths, where the words are the whole sentence', () => {
    const claim = 'the error is the signal’s own reason'
    vitestExpect(sentence(() => expect(false, claim).toBe(true))).toBe('Not so: the error is the signal’s own reason.')
    vitestExpect(sentence(() => expect(true, 'the port is open').toBe(false))).toBe(
      'It should not be so: the port is open.',
    )
  })

  test('for calls, now and later', async () => {
    vitestExpect(sentence(() => expect(() => {}, 'a name of 70 bytes').toThrow())).toBe(
      'A name of 70 bytes: expected an error, but received none.',
    )
    const late = (promise: Promise<unknown>) => promise.catch((error: unknown) => failureOf(error).sentence)
    vitestExpect(await late(expect(Promise.resolve(1), 'ask()').rejects.toThrow())).toBe(
      'Ask(): expected an error, but received 1.',
    )
    vitestExpect(await late(expect(Promise.resolve(1), 'what ask() gives').resolves.toBe(2))).toBe(
      'What ask() gives is 1, expected 2.',
    )
  })

  test('without such words the failure says so', () => {
    vitestExpect(failureOf(thrownBy(() => expect(1).toBe(2))).isUnnamed).toBe(true)
    vitestExpect(failureOf(thrownBy(() => expect(1, ack).toBe(2))).isUnnamed).toBeUndefined()
  })

  test('the message that Vitest shows begins with it', () => {
    vitestExpect((thrownBy(() => expect(1, ack).toBe(2)) as Error).message).toMatch(/^ack after segment 4: expected 1 /)
  })
})

describe('two long texts', () => {
  const long = 'x'.repeat(377_656)

  test('are shown around their first difference', () => {
    const failure = failureOf(thrownBy(() => expect(long, 'what the client read').toBe(`${long}BYE\n`)))
    vitestExpect(failure.sentence).toBe(
      "What the client read: 377,656 characters as expected, then nothing instead of 'BYE⏎'.",
    )
    vitestExpect(failure.values).toEqual({
      expected: `…${'x'.repeat(30)}BYE\n`,
      actual: `…${'x'.repeat(30)}`,
      firstDifference: 31,
    })
    vitestExpect(sentence(() => expect(`${long}?`).toBe(long))).toBe(
      "Received 377,656 characters as expected, then '?' instead of the end.",
    )
  })
})

test('a value that breaks a property precedes the message', () => {
  const cause = thrownBy(() => expect(15, 'the stream').toBe(16))
  vitestExpect(failureOf(new PropertyFailure('2 segments', cause)).sentence).toBe(
    'For 2 segments: The stream is 15, expected 16.',
  )
})

describe('the sentence of a failed operation', () => {
  const lab = (code: LabErrorCode, more = {}) =>
    failureOf(new LabError({ code, expected: 'a line within 1 s', seen: 'nothing', at: 3, packets: [7], ...more }))

  test('says what was expected and what was seen', () => {
    vitestExpect(lab('TIMEOUT')).toMatchObject({
      sentence: 'Expected a line within 1 s, but saw nothing.',
      code: 'TIMEOUT',
      packets: [7],
    })
  })

  test('puts a filter into words, and knows whether they are the author’s', () => {
    const filter = { expected: 'a packet that matches "tcp.flags.fin == 1" within 1 s', seen: 'none' }
    const wanted = { words: 'a FIN of the client within 1 s', isNamed: true }
    vitestExpect(lab('TIMEOUT', { ...filter, wanted })).toMatchObject({
      sentence: 'Expected a FIN of the client within 1 s, but saw none.',
      expected: 'a FIN of the client within 1 s',
      about: wanted.words,
    })
    vitestExpect(lab('TIMEOUT', { ...filter, wanted: { ...wanted, isNamed: false } }).isUnnamed).toBe(true)
  })

  test('says with the words of its label alone that a program did not end', () => {
    const seen = 'it still running'
    const error = new LabError({ code: 'TIMEOUT', expected: 'server.ts to exit within 2 s', seen, at: 3, packets: [] })
    nameSubject(error, { about: 'the end of your server', say: 'Your server is still running.' })
    vitestExpect(failureOf(error).sentence).toBe('Your server is still running.')
  })

  test('names the cause when a program ended', () => {
    const process = (exit: object) => ({
      process: { name: 'server.ts', stderr: '', exit: { code: null, signal: null, at: 1, ...exit } },
    })
    vitestExpect(lab('EXITED', process({ code: 0 })).sentence).toBe('server.ts ended with exit code 0.')
    vitestExpect(lab('EXITED', process({ signal: 'SIGKILL' })).sentence).toBe('server.ts was ended by SIGKILL.')
    vitestExpect(lab('EXITED', process({ signal: 'SIGKILL', reason: 'it ran for too long' })).sentence).toBe(
      'server.ts was ended: it ran for too long.',
    )
    const error = { name: 'RangeError', message: 'too deep\nmore' }
    vitestExpect(lab('EXITED', process({ code: 1, error })).sentence).toBe(
      'server.ts ended with exit code 1: RangeError: too deep',
    )
  })
})

test('an error thrown by the learner’s module is the learner’s, and so is a missing function', async () => {
  const look = "export async function look() { throw Object.assign(new Error('no such host'), { code: 'ENOTFOUND' }) }"
  const { lab } = await openSimulatedLab({ files: { submission: { 'look.ts': look } } })
  const module = await lab.host('client').load<{ look(): Promise<string>; find(): void }>('look.ts')
  const error = await module.look().catch((thrown: unknown) => thrown)
  const labeled = await expect(module.look(), 'the address')
    .toHappen()
    .catch((thrown: unknown) => thrown)
  const missing = thrownBy(() => module.find)
  await lab.close()
  vitestExpect(failureOf(missing).sentence).toBe(
    'Expected a function or class find of client:look.ts, but saw only look.',
  )
  vitestExpect(failureOf(error)).toMatchObject({
    code: 'UNEXPECTED',
    sentence: 'The function that the test called threw ENOTFOUND: no such host.',
  })
  vitestExpect(failureOf(labeled)).toMatchObject({
    about: 'the address',
    sentence: 'The address did not come: the function that the test called threw ENOTFOUND: no such host.',
    seen: 'ENOTFOUND: no such host',
  })
})

test('anything else is the author’s or ours', () => {
  vitestExpect(failureOf(new TypeError('x is undefined'))).toMatchObject({
    code: 'PLATFORM',
    sentence: 'The test itself threw TypeError: x is undefined',
  })
  vitestExpect(failureOf('text')).toMatchObject({ code: 'PLATFORM', sentence: "The test threw 'text'" })
})

test('a leak names what was held, and by which program', () => {
  const leaks = [{ kind: 'timer' as const, process: 'server.ts', what: '1 timer still running', since: 1 }]
  vitestExpect(leakFailure(leaks)).toMatchObject({
    sentence: 'Something was left when the test was over: server.ts: 1 timer still running.',
    leaks,
  })
})
