import { expect, times } from 'ackademy/lab'
import { params } from './params.ts'
import { answerNext, clientTest, line, question, serverTest } from './setup.ts'

/** A call and its answer take 20 ms. */
const ALL_IDS = { waits: 500 + 20 * params.ids }

clientTest.schedules('h2 answers in reverse order find their calls', async ({ client, peer }) => {
  const calls = [client.call('ECHO', 'one'), client.call('ECHO', 'two'), client.call('NONE', 'three')]
  const outcomes = Promise.allSettled(calls)
  const [one, two, three] = [await question(peer), await question(peer), await question(peer)]
  expect(new Set([one.id, two.id, three.id]).size).toBe(3)
  const answers = [
    line(three.id, 'ERR', 'unknown'),
    line(two.id, 'OK', `2 €${params.separator}`),
    line(one.id, 'OK', ''),
  ]
  await peer.send(answers.map((text) => `${text}\n`))
  expect(await outcomes).toMatchObject([
    { value: '' },
    { value: `2 €${params.separator}` },
    { status: 'rejected', reason: { message: 'unknown' } },
  ])
})

clientTest('h3 a late answer is dropped, and its id stays taken until then', ALL_IDS, async ({ client, peer }) => {
  const slow = Promise.allSettled([client.call('ECHO', 'slow', { timeoutMs: 100 })])
  const { id: late } = await question(peer)
  expect(await slow).toMatchObject([{ reason: { code: 'ETIMEDOUT' } }])
  for (let i = 0; i < params.ids; i++) {
    const answer = client.call('ECHO', `${i}`)
    expect(await answerNext(peer, `answer ${i}`)).not.toBe(late)
    expect(await answer).toBe(`answer ${i}`)
  }
  const answer = client.call('ECHO', 'next')
  const { id } = await question(peer)
  await peer.send([`${line(late, 'OK', 'late')}\n`, `${line(id, 'OK', 'right')}\n`])
  expect(await answer).toBe('right')
})

clientTest('h4 when the connection is lost, every waiting call is rejected', async ({ client, peer }) => {
  const calls = times(params.maxActive + 2, (i) => client.call('ECHO', `${i}`))
  const outcomes = Promise.allSettled(calls)
  for (let i = 0; i < params.maxActive; i++) await question(peer)
  await peer.reset()
  for (const outcome of await outcomes) expect(outcome).toMatchObject({ reason: { code: 'ECONNRESET' } })
  await expect(client.call('ECHO', 'later')).rejects.toMatchObject({ code: 'ECONNRESET' })
})

clientTest(
  'h5 ids start again, but skip those in flight',
  { ...ALL_IDS, leaks: { sockets: 1 } },
  async ({ client, peer }) => {
    const first = client.call('ECHO', 'first')
    const { id: inUse } = await question(peer)
    const used: string[] = []
    for (let i = 0; i < params.ids; i++) {
      const answer = client.call('ECHO', `${i}`)
      used.push(await answerNext(peer, `answer ${i}`))
      expect(await answer).toBe(`answer ${i}`)
    }
    expect(used).not.toContain(inUse)
    expect(Math.max(...used.map(Number))).toBeLessThan(params.ids)
    await peer.send(`${line(inUse, 'OK', 'first')}\n`)
    expect(await first).toBe('first')
  },
)

serverTest.schedules(
  'h6 everything after the second separator is the text',
  { delimiters: ['\n', '€'] },
  async ({ peer }) => {
    const text = `1${params.separator}2 €${params.separator}`
    await peer.send([line(1, 'ECHO', text), line(2, 'UPPER', ''), line(3, 'ECHO', 'x')].map((one) => `${one}\n`))
    expect(await peer.lines(3)).toEqual([line(1, 'OK', text), line(2, 'OK', ''), line(3, 'OK', 'x')])
  },
)

serverTest('h7 lines that are not understood are answered too', async ({ peer }) => {
  expect(await peer.ask(`${line(1, 'SING', 'a song')}\n`)).toBe(line(1, 'ERR', 'unknown'))
  expect(await peer.ask(`${line(2, 'constructor', '')}\n`)).toBe(line(2, 'ERR', 'unknown'))
  for (const malformed of ['hello', '', line(1, 'ECHO'), line('x', 'ECHO', 'text'), line(params.ids, 'ECHO', 'text')])
    expect(await peer.ask(`${malformed}\n`)).toBe(line('?', 'ERR', 'malformed'))
})

serverTest('h8 backwards means by code points', async ({ peer }) => {
  expect(await peer.ask(`${line(1, 'REVERSE', 'naïve👍')}\n`)).toBe(line(1, 'OK', '👍evïan'))
})

clientTest(
  'h9 only so many calls are in flight, the others wait their turn',
  { waits: '3s' },
  async ({ client, peer }) => {
    const late = Promise.allSettled(
      times(params.maxActive, (i) => client.call('ECHO', `late ${i}`, { timeoutMs: 500 })),
    )
    const calls = Promise.allSettled(times(3, (i) => client.call('ECHO', `call ${i}`)))
    for (let i = 0; i < params.maxActive; i++) expect((await question(peer)).text).toMatch(/late \d+$/)
    await peer.expectSilence('100ms')
    await late
    for (let i = 0; i < 3; i++) {
      const { id, text } = await question(peer)
      expect(text).toBe(line(id, 'ECHO', `call ${i}`))
      await peer.send(`${line(id, 'OK', `${i}`)}\n`)
    }
    expect(await calls).toMatchObject([{ value: '0' }, { value: '1' }, { value: '2' }])
    await expect(client.call('ECHO', 'two\nlines')).rejects.toThrow()
  },
)
