import { expect, labTest, seededValues, times } from 'ackademy/lab'
import type * as contract from '../../../content/04-framing-and-protocols/exercises/request-correlation/tests/contract.ts'
import {
  answerNext,
  clientTest,
  line,
  messageOf,
  outcomeOf,
  question,
  serverTest,
} from '../../../content/04-framing-and-protocols/exercises/request-correlation/tests/setup.ts'
import { params } from './params.ts'

/** A client whose process can be looked at. */
const seenTest = labTest(async (lab) => {
  const listener = await lab.host('server').listen(params.port)
  const { Client, process } = await lab.host('client').load<typeof contract>('client.ts')
  const client = await Client.create('server', params.port)
  return { client, process, peer: await listener.accept() }
})

const each = (text: string) => [...new TextEncoder().encode(text)].map((byte) => Uint8Array.of(byte))

serverTest('r1-drawn lines, cut at every byte, each get one answer', async ({ lab, peer }) => {
  const draw = seededValues(lab, 'lines')
  const lines = draw.list([20, 40], () => {
    const id = draw.oneOf(['0', '7', String(params.ids - 1), String(params.ids), '-1', '1e1', '', ' 1', '9'.repeat(30)])
    const command = draw.oneOf(['ECHO', 'UPPER', 'REVERSE', 'echo', '__proto__', ''])
    return draw.boolean()
      ? line(id, command, draw.unicode(0, 8))
      : draw.oneOf([id, line(id, command), line('', '', '', '')])
  })
  await peer.send(each(`${lines.join('\n')}\n`), { gap: '1us' })
  for (const one of lines) await expect(peer.line(), `the answer to ${JSON.stringify(one)}`).toBe(answerTo(one))
})

/** From the table of the prompt. */
function answerTo(text: string): string {
  const [id = '', command = '', ...rest] = text.split(params.separator)
  if (rest.length === 0 || !/^\d+$/.test(id) || Number(id) >= params.ids) return line('?', 'ERR', 'malformed')
  const words = rest.join(params.separator)
  if (command === 'ECHO') return line(id, 'OK', words)
  if (command === 'UPPER') return line(id, 'OK', words.toUpperCase())
  if (command === 'REVERSE') return line(id, 'OK', Array.from(words).reverse().join(''))
  return line(id, 'ERR', 'unknown')
}

serverTest('r1-many clients leave lines unfinished or reset, the others get answers', async ({ connect }) => {
  const peers = await Promise.all(times(60, () => connect()))
  for (const peer of peers) await peer.send(line(1, 'EC'))
  for (const [i, peer] of peers.entries()) if (i % 3 === 0) await peer.reset()
  for (const [i, peer] of peers.entries()) if (i % 3 === 1) await peer.end()
  for (const [i, peer] of peers.entries())
    if (i % 3 === 2) await expect(peer.ask(`${line('HO', String(i))}\n`), `answer ${i}`).toBe(line(1, 'OK', String(i)))
})

clientTest('r2-stray what answers no call is dropped', async ({ client, peer }) => {
  const answer = messageOf(client.call('ECHO', 'x'))
  const { id } = await question(peer)
  const other = String((Number(id) + 1) % params.ids)
  await peer.send(
    `\n${line('?', 'ERR', 'malformed')}\n${line('', 'OK', 'a')}\n${line(other, 'OK', 'b')}\n${line('-0', 'OK', 'c')}\n`,
  )
  await peer.send(`${line(id, 'MAYBE', 'd')}\n${id}\n${line(id, 'OK', `right${params.separator}and more`)}\n`)
  await expect(answer, 'what the call came to').toBe(`right${params.separator}and more`)
})

clientTest('r2-newline an argument with a newline is rejected and sends nothing', async ({ client, peer }) => {
  for (const [command, argument] of [
    ['ECHO', 'a\nb'],
    ['ECHO', '\n'],
    ['EC\nHO', 'a'],
  ] as const)
    await expect(messageOf(client.call(command, argument)), 'what the call came to').toMatch(/^error: /)
  await expect(peer.expectSilence('50ms'), 'nothing sent').toHappen()
})

clientTest(
  'r3-thousand calls, answered in drawn order, each get their own',
  { waits: '8s' },
  async ({ lab, client, peer }) => {
    const draw = seededValues(lab, 'order')
    const calls = times(1_000, (i) => outcomeOf(client.call('ECHO', `t${i}`)))
    const open: string[] = []
    for (let answered = 0, seen = 0; answered < 1_000; answered++) {
      while (open.length < params.maxActive && seen < 1_000) {
        const { text } = await question(peer)
        expect(text.split(params.separator)[2], 'the order of questions').toBe(`t${seen++}`)
        open.push(text)
      }
      const [id = '', , text = ''] = open.splice(draw.integer(0, open.length - 1), 1)[0]!.split(params.separator)
      await peer.send(each(`${line(id, 'OK', `${text} é`)}\n`), { gap: '1us' })
    }
    for (const [i, call] of calls.entries()) await expect(call, `call ${i}`).toBe(`t${i} é`)
  },
)

clientTest('r4-wrap ids start again, past those that are in flight', { waits: '8s' }, async ({ client, peer }) => {
  const stuck = outcomeOf(client.call('ECHO', 'stuck'))
  const first = await question(peer)
  for (const i of times(params.ids + 5, (n) => n)) {
    const call = outcomeOf(client.call('ECHO', `${i}`))
    const id = await answerNext(peer, `${i}`)
    expect(id === first.id, 'the id in flight is used again').toBe(false)
    await expect(call, `call ${i}`).toBe(`${i}`)
  }
  await peer.send(`${line(first.id, 'OK', 'at last')}\n`)
  await expect(stuck, 'the call that was stuck').toBe('at last')
})

clientTest(
  'r5-late a hundred calls give up, and their late answers reach nobody',
  { waits: '8s' },
  async ({ lab, client, peer }) => {
    const calls = times(params.ids, (i) => outcomeOf(client.call('ECHO', `old${i}`, { timeoutMs: 50 })))
    for (const call of calls) await expect(call, 'what a call came to').toBe('error ETIMEDOUT')
    await lab.clock.advance('100ms')
    const asked: string[] = []
    const next = outcomeOf(client.call('ECHO', 'new'))
    for (;;) {
      const { id, text } = await question(peer)
      if (text.endsWith('new')) {
        expect(asked.includes(id), 'the id is of one that may still be answered').toBe(false)
        for (const old of asked) await peer.send(`${line(old, 'OK', 'late')}\n`)
        await peer.send(`${line(id, 'OK', 'mine')}\n`)
        break
      }
      asked.push(id)
      // When every id is taken, the new call waits until an answer frees one.
      if (asked.length === params.ids) await peer.send(`${line(asked.shift()!, 'OK', 'late')}\n`)
    }
    await expect(next, 'what the new call came to').toBe('mine')
  },
)

for (const how of ['end', 'reset', 'close'] as const)
  seenTest(
    `r6-${how} rejects every call, now and later, and keeps no socket`,
    { waits: '4s' },
    async ({ lab, client, peer, process }) => {
      const calls = times(2 * params.maxActive, () => outcomeOf(client.call('ECHO', 'x'.repeat(100_000))))
      await lab.clock.advance('5ms')
      if (how === 'end') await peer.pause()
      if (how === 'close') await client.close()
      else await peer[how]()
      for (const call of calls) await expect(call, 'what a call came to').toBe('error ECONNRESET')
      await expect(outcomeOf(client.call('ECHO', 'later')), 'what a later call came to').toBe('error ECONNRESET')
      await lab.clock.advance('100ms')
      const { sockets, timers } = await process.handles()
      const tcp = sockets.filter(({ proto }) => proto === 'tcp')
      expect([tcp.length, timers], 'TCP sockets and timers of the client').toEqual([0, 0])
    },
  )

seenTest(
  'r7-nothing is left by calls that end in every way',
  { waits: '4s' },
  async ({ lab, client, peer, process }) => {
    const draw = seededValues(lab, 'ends')
    for (const _ of times(40, () => 0)) {
      const timeoutMs = draw.oneOf([30_000, 20, Number.MAX_SAFE_INTEGER])
      const call = messageOf(client.call('ECHO', 'x', { timeoutMs }))
      const { id } = await question(peer)
      if (timeoutMs === 20) await lab.clock.advance('30ms')
      await peer.send(`${line(id, draw.oneOf(['OK', 'ERR']), 'y')}\n`)
      await call
    }
    await lab.settle()
    expect((await process.handles()).timers, 'timers').toBe(0)
  },
)
