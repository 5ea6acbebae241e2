import { expect, seededValues, times } from 'ackademy/lab'
import {
  clientTest,
  idleClientTest,
  resultOf,
  serverTest,
} from '../../../content/03-tcp-conversations/exercises/tcp-half-close/tests/setup.ts'
import { params } from './params.ts'

const IDLE_MS = 1000 * params.idle
const bytesOf = (text: string) => [...new TextEncoder().encode(text)].map((byte) => Uint8Array.of(byte))

serverTest('r1-drawn numbers, cut at every byte, with and without the last newline', async ({ lab, connect }) => {
  const draw = seededValues(lab, 'numbers')
  for (const end of ['', '\n']) {
    const numbers = draw.list([1, 20], () => draw.integer(0, 2_000_000) - 1_000_000)
    const client = await connect()
    await client.send(bytesOf(numbers.join('\n') + end), { gap: '1us' })
    await client.end()
    await expect(client.rest(), `the answer to ${numbers}`).toBe(`${resultOf(...numbers)}\n`)
  }
})

serverTest('r1-size two hundred thousand numbers', { waits: '8s' }, async ({ client }) => {
  const numbers = times(200_000, (i) => i - 100_000)
  await client.send(`${numbers.join('\n')}\n`)
  await client.end()
  const result = numbers.reduce((a, b) => (params.operation === 'sum' ? a + b : Math.max(a, b)))
  await expect(client.rest({ within: '8s' }), 'the answer').toBe(`${result}\n`)
})

clientTest('r2-megabyte the client reads all there is', { waits: '8s' }, async ({ program, server }) => {
  await server.lines(3)
  await server.send('0123456789abcde\n'.repeat(65_536))
  await server.end()
  await expect(program.exited({ within: '8s' }), 'the end of the client').toHappen()
  expect((await program.output()).stdout.length, 'bytes printed').toBe(1 << 20)
})

idleClientTest('r3-open the server closes while the input stays open', async ({ program, server }) => {
  await program.write('1\n')
  await expect(server.line(), 'the number').toBe('1')
  await server.send('7\n')
  await server.end()
  expect((await expect(program.exited(), 'the end of the client').toHappen()).code, 'the status').toBe(0)
})

idleClientTest('r3-reset the server resets in the middle', async ({ program, server }) => {
  await program.write('1\n')
  await server.line()
  await server.reset()
  expect((await expect(program.exited(), 'the end of the client').toHappen()).code === 0, 'the status is 0').toBe(false)
})

idleClientTest('r4-late input that comes as the server closes causes no RST', async ({ lab, program, server }) => {
  await server.end()
  await program.write('1\n')
  await expect(program.exited(), 'the end of the client').toHappen()
  await expect(lab.capture('tcp.flags.reset == 1', { as: 'a RST' }).expectNone('100ms'), 'no RST').toHappen()
})

serverTest(
  'r5-drip bytes keep a client alive, silence does not',
  { waits: `${4 * params.idle}s` },
  async ({ lab, client }) => {
    for (const part of ['-', '1', '2']) {
      await client.send(part)
      await lab.clock.advance(0.8 * IDLE_MS)
    }
    await expect(client.expectReset({ within: 0.3 * IDLE_MS }), 'the RST').toHappen()
  },
)

serverTest('r6-many a hundred at once, half of them reset', { waits: '4s' }, async ({ lab, connect }) => {
  const draw = seededValues(lab, 'resets')
  const all = await Promise.all(times(100, () => connect()))
  const kept = all.map(() => draw.boolean())
  await Promise.all(all.map((peer, i) => peer.send(`${i}\n-1`)))
  await lab.settle()
  await Promise.all(all.map((peer, i) => (kept[i] ? peer.end() : peer.reset())))
  for (const [i, peer] of all.entries())
    if (kept[i]) await expect(peer.rest(), `the answer to ${i}`).toBe(`${resultOf(i, -1)}\n`)
})

serverTest(
  'r7-answered who resets while the answer is worked out leaves nothing',
  async ({ lab, client, server, connect }) => {
    await client.send('1\n')
    await client.end()
    await lab.clock.advance('15ms')
    await client.reset()
    await lab.clock.advance('100ms')
    const { sockets, timers } = await server.handles()
    expect([sockets.length, timers], 'sockets and timers').toEqual([0, 0])
    const next = await connect()
    await next.send('5')
    await next.end()
    await expect(next.rest(), 'the next answer').toBe('5\n')
  },
)
