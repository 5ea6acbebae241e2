import { expect, times } from 'ackademy/lab'
import {
  countingTest,
  givenBack,
  pacedTest,
  readRecords,
  shortTest,
  test,
} from '../../../content/05-flow-and-backpressure/exercises/backpressure-drain/tests/setup.ts'
import { params } from './params.ts'

const STALL = params.stallMs

shortTest('r1-several readers at once each get all of their records', async ({ connect }) => {
  const readers = await Promise.all(times(5, () => connect()))
  const heard = await Promise.all(readers.map((reader) => reader.rest()))
  expect(
    heard.map((text) => text.split('\n').length - 1).toSorted((a, b) => a - b),
    'records',
  ).toEqual([40, 80, 120, 160, 200])
})

countingTest(
  'r2-tiny a reader with a small buffer gets everything, in order',
  { waits: '60s' },
  async ({ connect }) => {
    const reader = await connect({ receiveBuffer: 4_096 })
    readRecords(await reader.rest({ within: '60s' }))
  },
)

countingTest('r3-stop and go, again and again', { waits: '60s' }, async ({ lab, connect, server }) => {
  const reader = await connect()
  let text = ''
  for (const _ of times(10, () => 0)) {
    text += new TextDecoder().decode(await reader.bytes(100_000))
    await reader.pause()
    await lab.clock.advance(0.3 * STALL)
    expect((await server.counters()).queuedBytes, 'bytes that wait').toBeLessThanOrEqual(65_536 + 2 * params.batchBytes)
    await reader.resume()
  }
  readRecords(text + (await reader.rest({ within: '10s' })))
})

test('r4-many readers leave in the middle, each source is given back', { waits: '30s' }, async ({
  lab,
  connect,
  server,
}) => {
  for (const i of times(10, (n) => n)) {
    const reader = await connect({ paused: true })
    await lab.clock.advance(`${50 * i}ms`)
    await reader.reset()
    await givenBack(server, '2s')
  }
  const { sockets } = await server.handles()
  expect(sockets.length, 'sockets').toBe(0)
})

countingTest(
  'r5-talk one who sends and never reads is reset in time',
  { waits: `${3 * STALL}ms` },
  async ({ lab, connect }) => {
    const reader = await connect({ paused: true })
    const started = lab.clock.now
    await reader.send(
      times(40, () => 'x'),
      { gap: STALL / 20 },
    )
    const rst = lab.capture(`tcp.srcport == ${params.port} && tcp.flags.reset == 1`, { as: 'a RST' })
    const { at } = await rst.next({ within: 2 * STALL + 500 })
    expect(at - started, 'time until the RST').toBeGreaterThan(STALL)
  },
)

pacedTest(
  'r5-source a slow source is no reason, whatever the reader does',
  { waits: `${4 * STALL}ms` },
  async ({ connect }) => {
    const reader = await connect()
    await reader.send('hello')
    await expect(reader.rest({ within: 3 * STALL }), 'everything').toMatch(/\n$/)
  },
)

countingTest(
  'r6-slow who reads 600,000 bytes now and then is served to the end, with its half closed',
  { waits: `${12 * STALL}ms` },
  async ({ lab, connect }) => {
    const reader = await connect({ paused: true })
    await reader.end()
    let text = ''
    while (text.length < 1_800_000) {
      await lab.clock.advance(0.7 * STALL)
      await reader.resume()
      text += new TextDecoder().decode(await reader.bytes(600_000))
      await reader.pause()
    }
    await reader.resume()
    readRecords(text + (await reader.rest({ within: '10s' })))
  },
)

countingTest(
  'r7-listeners stay the same for a reader that stops often',
  { waits: '60s' },
  async ({ lab, connect, server }) => {
    const reader = await connect({ receiveBuffer: 16_384 })
    for (const _ of times(20, () => 0)) {
      await reader.bytes(50_000)
      await reader.pause()
      await lab.clock.advance('200ms')
      await reader.resume()
    }
    await reader.rest({ within: '20s' })
    await expect(server.line(), 'listeners').toBe('listeners added: 0')
  },
)
