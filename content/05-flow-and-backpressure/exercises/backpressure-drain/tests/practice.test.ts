import { expect, times } from 'ackademy/lab'
import { params } from './params.ts'
import { RECORDS, readRecord, readRecords, test } from './setup.ts'

const fromServer = `tcp.srcport == ${params.port} && tcp.len > 0`

test('h2 while a reader stops, the source is not asked', { waits: 2_900 }, async ({ lab, connect }) => {
  const client = await connect()
  const connectedAt = lab.clock.now
  const start = await client.bytes(params.stopAt)
  await client.pause()
  await lab.clock.advance('500ms')
  const stoppedFor = lab.clock.now - connectedAt
  await client.resume()
  const records = readRecords(new TextDecoder().decode(start) + (await client.rest({ within: '3s' })))
  const made = records.filter(({ madeAt }) => madeAt - records[0]!.madeAt < stoppedFor)
  expect(made.length).toBeLessThan(RECORDS / 2)
})

test('h3 a reader that has left never drains', async ({ lab, connect, server }) => {
  const client = await connect({ paused: true })
  await lab.clock.advance('800ms')
  await client.reset()
  expect(await server.line({ within: '150ms' })).toMatch(/^the source is given back after \d{1,3} records$/)
})

test('h4 a reader that never reads again is reset', { waits: 2 * params.stallMs + 1_300 }, async ({ lab, connect }) => {
  await connect({ paused: true })
  const connectedAt = lab.clock.now
  const reset = lab.capture(`tcp.srcport == ${params.port} && tcp.flags.reset == 1`)
  const took = (await reset.next({ within: 2 * params.stallMs + 1_100 })).at - connectedAt
  expect(took).toBeGreaterThan(params.stallMs)
  expect(took).toBeWithin(2 * params.stallMs + 1_000)
})

test('h5 a record longer than a batch is sent whole', async ({ connect }) => {
  const client = await connect()
  const records = (await client.lines(42)).map(readRecord)
  expect(records.map(({ number }) => number)).toEqual(times(42, (i) => i))
  expect(records[40]!.length).toBe(20_000)
})

test('h6 many stopped readers cost little', { needs: ['count.syscalls'] }, async ({ lab, connect, server }) => {
  const readers = 20
  await Promise.all(times(readers, () => connect({ paused: true })))
  await lab.clock.advance('1500ms')
  expect((await server.counters()).queuedBytes).toBeLessThanOrEqual(readers * 128 * 1024)
})

test('h7 no record is repeated or missing', { waits: 2_900 }, async ({ connect }) => {
  const client = await connect()
  readRecords(await client.rest({ within: '3s' }))
})

test('h8 a slow reader is not a dead one', { waits: 2 * params.stallMs + 1_300 }, async ({ lab, connect }) => {
  const client = await connect({ paused: true })
  for (let i = 0; i < 2; i++) {
    await lab.clock.advance(0.7 * params.stallMs)
    await client.resume()
    await client.bytes(200_000)
    await client.pause()
  }
  await client.resume()
  expect((await client.bytes(200_000)).length).toBe(200_000)
})

test('h9 a batch does not wait forever to fill up', { leaks: { listeners: [params.port] } }, async ({
  lab,
  connect,
}) => {
  const client = await connect()
  const connectedAt = lab.clock.now
  await client.line()
  const [first] = await lab.capture(fromServer).all()
  expect(first!.at - connectedAt).toBeAbout(params.batchMs + 10)
  expect(first!.payload.length).toBe(1_000)
})

test('h10 waiting leaves no listeners behind', { waits: 2_900 }, async ({ connect, server }) => {
  const client = await connect()
  await client.rest({ within: '3s' })
  expect((await server.output()).stderr).toBe('')
})
