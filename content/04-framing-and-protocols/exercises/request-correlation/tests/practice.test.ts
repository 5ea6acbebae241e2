import { expect, labTest, times } from 'ackademy/lab'
import { params } from './params.ts'
import { answerNext, clientTest, expectAnswer, line, messageOf, outcomeOf, question, serverTest } from './setup.ts'

/** A call and its answer take 20 ms. */
const ALL_IDS = { waits: 500 + 20 * params.ids }
/** So many rounds of calls in flight, each of 100 ms, take every id. */
const ALL_LATE = { waits: 1000 + 140 * Math.ceil(params.ids / params.maxActive) }

clientTest.schedules('h2 answers in reverse order find their calls', async ({ client, peer }) => {
  const calls = [client.call('ECHO', 'one'), client.call('ECHO', 'two'), client.call('NONE', 'three')]
  const outcomes = calls.map(messageOf)
  const [one, two, three] = [await question(peer), await question(peer), await question(peer)]
  expect([one.id, two.id, three.id], 'the ids of three calls').toEqual(['0', '1', '2'])
  const answers = [
    line(three.id, 'ERR', 'unknown'),
    line(two.id, 'OK', `2 €${params.separator}`),
    line(one.id, 'OK', ''),
  ]
  await peer.send(answers.map((text) => `${text}\n`))
  await expect(Promise.all(outcomes), 'what three calls gave').toEqual(['', `2 €${params.separator}`, 'error: unknown'])
})

clientTest('h3 a late answer is dropped, and its id stays taken until then', ALL_IDS, async ({ client, peer, lab }) => {
  const slow = outcomeOf(client.call('ECHO', 'slow', { timeoutMs: 100 }))
  const { id: late } = await question(peer)
  const { took } = await lab.clock.time(() =>
    expect(slow, 'what a call with timeoutMs 100 gave').toBe('error ETIMEDOUT'),
  )
  expect(took, { about: 'the time until a call with timeoutMs 100 was rejected', unit: 'ms' }).toBeBetween(50, 110)
  const used: string[] = []
  for (let i = 0; i < params.ids; i++) {
    const answer = outcomeOf(client.call('ECHO', `${i}`))
    used.push(await answerNext(peer, `answer ${i}`))
    await expect(answer, 'what a call after the late one gave').toBe(`answer ${i}`)
  }
  const again = used.includes(late) ? `id ${late}, whose answer is still to come` : 'another id'
  expect(again, 'what the calls after the late one used').toBe('another id')
  const answer = outcomeOf(client.call('ECHO', 'next'))
  const { id } = await question(peer)
  await peer.send([`${line(late, 'OK', 'late')}\n`, `${line(id, 'OK', 'right')}\n`])
  await expect(answer, 'what a call gave when a late answer came before its own').toBe('right')
})

clientTest(
  'h4 when the connection is lost, every waiting call is rejected',
  { leaks: true },
  async ({ client, peer }) => {
    const calls = times(params.maxActive + 2, (i) => outcomeOf(client.call('ECHO', `${i}`)))
    for (let i = 0; i < params.maxActive; i++) await question(peer)
    await peer.reset()
    for (const [i, call] of calls.entries()) {
      const what = i < params.maxActive ? 'a call in flight' : 'a call that waits its turn'
      await expect(call, `what ${what} gave when the connection was reset`).toBe('error ECONNRESET')
    }
    const later = outcomeOf(client.call('ECHO', 'later'))
    await expect(later, 'what a call after the reset gave').toBe('error ECONNRESET')
  },
)

clientTest(
  'h5 ids start again, but skip those in flight',
  { ...ALL_IDS, leaks: { sockets: 1 } },
  async ({ client, peer }) => {
    const first = outcomeOf(client.call('ECHO', 'first'))
    const { id: inUse } = await question(peer)
    const used: string[] = []
    for (let i = 0; i < params.ids; i++) {
      const answer = outcomeOf(client.call('ECHO', `${i}`))
      used.push(await answerNext(peer, `answer ${i}`))
      await expect(answer, 'what a call gave while another one was in flight').toBe(`answer ${i}`)
    }
    const up = times(params.ids - 1, (i) => `${i + 1}`)
    expect(used, `the ids while ${inUse} was in flight`).toEqual([...up, '1'])
    await peer.send(`${line(inUse, 'OK', 'first')}\n`)
    await expect(first, 'what the first call gave').toBe('first')
  },
)

serverTest.schedules(
  'h6 everything after the second separator is the text',
  { delimiters: ['\n', '€'] },
  async ({ peer }) => {
    const text = `1${params.separator}2 €${params.separator}`
    await peer.send([line(1, 'ECHO', text), line(2, 'UPPER', ''), line(3, 'ECHO', 'x')].map((one) => `${one}\n`))
    const answers = [line(1, 'OK', text), line(2, 'OK', ''), line(3, 'OK', 'x')]
    await expect(peer.lines(3), 'the three answers').toEqual(answers)
  },
)

serverTest('h7 lines that are not understood are answered too', async ({ peer }) => {
  for (const command of ['SING', 'constructor', 'echo', ''])
    await expectAnswer(peer, line(1, command, 'text'), line(1, 'ERR', 'unknown'), `the command '${command}'`)
  const malformed: [string, string][] = [
    ['hello', 'a line without separators'],
    ['', 'an empty line'],
    [line(1, 'ECHO'), 'a line of two fields'],
    [line('x', 'ECHO', 'text'), 'the id x'],
    [line(params.ids, 'ECHO', 'text'), `the id ${params.ids}`],
    [line('', 'ECHO', 'text'), 'a line without id'],
    [line('-1', 'ECHO', 'text'), 'the id -1'],
    [line('1e1', 'ECHO', 'text'), 'the id 1e1'],
    [line('0x1', 'ECHO', 'text'), 'the id 0x1'],
    [line('1.0', 'ECHO', 'text'), 'the id 1.0'],
  ]
  for (const [text, what] of malformed) await expectAnswer(peer, text, line('?', 'ERR', 'malformed'), what)
})

serverTest('h8 backwards means by code points', async ({ peer }) => {
  await expectAnswer(peer, line(1, 'REVERSE', 'naïve👍'), line(1, 'OK', '👍evïan'), 'REVERSE of naïve👍')
})

clientTest(
  'h9 only so many calls are in flight, the others wait their turn',
  { waits: '3s', leaks: { sockets: 1 } },
  async ({ client, peer }) => {
    const late = times(params.maxActive, (i) => outcomeOf(client.call('ECHO', `late ${i}`, { timeoutMs: 500 })))
    const calls = times(3, (i) => outcomeOf(client.call('ECHO', `call ${i}`)))
    for (let i = 0; i < params.maxActive; i++) {
      const what = 'a question that may go at once'
      expect((await question(peer, what)).text, what).toBe(line(i, 'ECHO', `late ${i}`))
    }
    const limit = `${params.maxActive} questions in flight, and no other`
    await expect(peer.expectSilence('100ms'), limit).toHappen()
    await expect(Promise.all(late), 'what calls with timeoutMs 500 gave').toEqual(late.map(() => 'error ETIMEDOUT'))
    for (let i = 0; i < 3; i++) {
      const what = 'a question that waited its turn'
      const { id, text } = await question(peer, what)
      expect(text, what).toBe(line(id, 'ECHO', `call ${i}`))
      await peer.send(`${line(id, 'OK', `${i}`)}\n`)
    }
    await expect(Promise.all(calls), 'what the calls that waited gave').toEqual(['0', '1', '2'])
    const twoLines = client.call('ECHO', 'two\nlines').then(
      (text) => `the text '${text}'`,
      () => 'an error',
    )
    await expect(twoLines, 'what a call with a newline in its argument gave').toBe('an error')
    await expect(peer.expectSilence('50ms'), 'silence after a call with a newline in its argument').toHappen()
  },
)

serverTest('h11 each client has a stream of its own', async ({ peer, connect, lab }) => {
  const [other, third] = [await connect(), await connect()]
  await peer.send(line(1, 'ECHO', 'he'))
  await third.send(line(2, 'ECHO', 'never'))
  await lab.settle()
  await expectAnswer(other, line(3, 'ECHO', 'x'), line(3, 'OK', 'x'), 'another client meanwhile')
  await third.reset()
  await lab.settle()
  await peer.send('llo\n')
  await expect(peer.line(), 'the answer to the interrupted line').toBe(line(1, 'OK', 'hello'))
})

clientTest('h12 an answer that belongs to no call is dropped', async ({ client, peer }) => {
  const answer = outcomeOf(client.call('ECHO', 'mine'))
  const { id } = await question(peer)
  const strange = ['', line('?', 'ERR', 'malformed'), line(params.ids, 'OK', 'x'), line('', 'OK', 'x'), 'hello']
  await peer.send([...strange, line(id, 'OK', 'right')].map((text) => `${text}\n`))
  await expect(answer, 'what a call gave when answers to no call came before its own').toBe('right')
})

clientTest('h13 where every id is taken, calls wait for one', ALL_LATE, async ({ client, peer }) => {
  let left = params.ids
  const ids: string[] = []
  while (left > 0) {
    const round = times(Math.min(left, params.maxActive), () =>
      outcomeOf(client.call('ECHO', 'late', { timeoutMs: 100 })),
    )
    for (const _ of round) ids.push((await question(peer)).id)
    const codes = [...new Set(await expect(Promise.all(round), 'what calls with timeoutMs 100 gave').toHappen())]
    expect(codes, 'what calls with timeoutMs 100 gave').toEqual(['error ETIMEDOUT'])
    left -= round.length
  }
  const waiting = outcomeOf(client.call('ECHO', 'waits'))
  await expect(peer.expectSilence('50ms'), 'silence while every id waits for a late answer').toHappen()
  const free = ids[5]!
  await peer.send(`${line(free, 'OK', 'late')}\n`)
  const what = 'the question after a late answer'
  expect((await question(peer, what)).text, what).toBe(line(free, 'ECHO', 'waits'))
  await peer.send(`${line(free, 'OK', 'right')}\n`)
  await expect(waiting, 'what the call that waited for an id gave').toBe('right')
})

clientTest('h14 timeoutMs counts from call(), also while a call waits its turn', async ({ client, peer, lab }) => {
  const busy = times(params.maxActive, (i) => outcomeOf(client.call('ECHO', `busy ${i}`)))
  const impatient = outcomeOf(client.call('ECHO', 'impatient', { timeoutMs: 200 }))
  const patient = outcomeOf(client.call('ECHO', 'patient'))
  const ids: string[] = []
  for (const _ of busy) ids.push((await question(peer)).id)
  const { took } = await lab.clock.time(() =>
    expect(impatient, 'what a call with timeoutMs 200 gave that waited its turn').toBe('error ETIMEDOUT'),
  )
  const time = { about: 'the time until a call with timeoutMs 200 was rejected that waited its turn', unit: 'ms' }
  expect(took, time).toBeBetween(100, 210)
  await peer.send(`${line(ids[0]!, 'OK', 'busy 0')}\n`)
  const { id, text } = await question(peer, 'the question that waited longest')
  expect(text, 'the question that waited longest').toBe(line(id, 'ECHO', 'patient'))
  await peer.send(`${line(id, 'OK', 'done')}\n`)
  await expect(patient, 'what the call that waited longest gave').toBe('done')
})

clientTest('h15 without timeoutMs a call gives up after 30 s', { waits: '31s' }, async ({ client, peer, lab }) => {
  const outcome = outcomeOf(client.call('ECHO', 'slow'))
  await question(peer)
  const { took } = await lab.clock.time(() =>
    expect(outcome, 'what a call without timeoutMs gave').toBe('error ETIMEDOUT'),
  )
  expect(took, { about: 'the time until it was rejected', unit: 'ms' }).toBeBetween('29900ms', '30s')
})

clientTest.each(
  {
    'by-close': { how: 'when close() was called' },
    'by-the-server': { how: 'when the server closed the connection' },
  },
  { leaks: true },
)('h16 when the connection is closed, every waiting call is rejected', async ({ how }, { client, peer }) => {
  const calls = times(params.maxActive + 1, (i) => outcomeOf(client.call('ECHO', `${i}`)))
  for (let i = 0; i < params.maxActive; i++) await question(peer)
  if (how.includes('close()')) await client.close()
  else await peer.end()
  for (const call of calls) await expect(call, `what a waiting call gave ${how}`).toBe('error ECONNRESET')
  const later = outcomeOf(client.call('ECHO', 'later'))
  await expect(later, `what a later call gave ${how}`).toBe('error ECONNRESET')
})

labTest()('h17 when the connection cannot be made, every call is rejected', { leaks: true }, async ({ lab }) => {
  const { Client } = await lab.host('client').load<typeof import('./contract.ts')>('client.ts')
  const client = await Client.create('server', params.port)
  const call = outcomeOf(client.call('ECHO', 'nobody listens'))
  await expect(call, 'what a call gave where nobody listens').toBe('error ECONNRESET')
  const later = outcomeOf(client.call('ECHO', 'later'))
  await expect(later, 'what a later call gave where nobody listens').toBe('error ECONNRESET')
})
