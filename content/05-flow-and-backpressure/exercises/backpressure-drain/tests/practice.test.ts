import { expect, times } from 'ackademy/lab'
import { params } from './params.ts'
import {
  countingTest,
  givenBack,
  PACED,
  pacedTest,
  RECORDS,
  readRecord,
  readRecords,
  shortTest,
  test,
} from './setup.ts'

const fromServer = `tcp.srcport == ${params.port} && tcp.len > 0`

test('h2 while a reader stops, the source is not asked', { waits: 2_900 }, async ({ lab, connect }) => {
  const client = await connect()
  const connectedAt = lab.clock.now
  const start = await expect(client.bytes(params.stopAt), 'the first part of the stream').toHappen()
  await client.pause()
  await lab.clock.advance('500ms')
  const stoppedFor = lab.clock.now - connectedAt
  await client.resume()
  const rest = await expect(client.rest({ within: '3s' }), 'the rest of the stream, up to your FIN').toHappen()
  const records = readRecords(new TextDecoder().decode(start) + rest)
  const made = records.filter(({ madeAt }) => madeAt - records[0]!.madeAt < stoppedFor)
  const about = 'what was made before the reader went on'
  expect(made.length, { about, unit: 'records' }).toBeLessThan(RECORDS / 2)
})

test('h3 a reader that has left never drains', async ({ lab, connect, server }) => {
  const client = await connect({ paused: true })
  await lab.clock.advance('800ms')
  await client.reset()
  const made = await givenBack(server, '150ms')
  expect(made, { about: 'what was made for the reader that left', unit: 'records' }).toBeLessThan(RECORDS / 2)
})

test('h4 a reader that never reads again is reset', { waits: 2 * params.stallMs + 1_300 }, async ({ lab, connect }) => {
  await connect({ paused: true })
  const connectedAt = lab.clock.now
  const filter = `tcp.srcport == ${params.port} && tcp.flags.reset == 1`
  const reset = lab.capture(filter, { as: 'a RST for the reader that never reads again' })
  const took = (await reset.next({ within: 2 * params.stallMs + 1_100 })).at - connectedAt
  const about = 'the time from the connection to the RST'
  expect(took, { about, unit: 'ms' }).toBeGreaterThan(params.stallMs)
  expect(took, about).toBeWithin(2 * params.stallMs + 1_000)
})

test('h5 a record longer than a batch is sent whole', async ({ connect }) => {
  const client = await connect()
  const records = (await expect(client.lines(42), 'the first 42 records').toHappen()).map(readRecord)
  const numbers = records.map(({ number }) => number)
  expect(numbers, 'the numbers of the first 42 records').toEqual(times(42, (i) => i))
  expect(records[40]!.length, { about: 'the size of record 40, the long one', unit: 'bytes' }).toBe(20_000)
})

test('h6 many stopped readers cost little', { needs: ['count.syscalls'] }, async ({ lab, connect, server }) => {
  const readers = 20
  await Promise.all(times(readers, () => connect({ paused: true })))
  await lab.clock.advance('1500ms')
  const about = `what waits in your process for ${readers} readers that stopped`
  expect((await server.counters()).queuedBytes, { about, unit: 'bytes' }).toBeLessThanOrEqual(readers * 128 * 1024)
})

test('h7 no record is repeated or missing', { waits: 2_900 }, async ({ connect }) => {
  const client = await connect()
  readRecords(await expect(client.rest({ within: '3s' }), 'the stream, up to your FIN').toHappen())
})

test('h8 a slow reader is not a dead one', { waits: 2 * params.stallMs + 1_300 }, async ({ lab, connect }) => {
  const client = await connect({ paused: true })
  const more = () => expect(client.bytes(200_000), 'the next 200,000 bytes of a slow reader').toHappen()
  for (let i = 0; i < 2; i++) {
    await lab.clock.advance(0.7 * params.stallMs)
    await client.resume()
    await more()
    await client.pause()
  }
  await client.resume()
  await more()
})

test('h9 a batch does not wait forever to fill up', { leaks: { listeners: [params.port] } }, async ({
  lab,
  connect,
}) => {
  const client = await connect()
  const connectedAt = lab.clock.now
  await expect(client.line(), 'the first record').toHappen()
  const [first] = await lab.capture(fromServer).all()
  const took = { about: 'the time until the first batch came', unit: 'ms' }
  expect(first!.at - connectedAt, took).toBeGreaterThan(0.9 * params.batchMs)
  expect(first!.at - connectedAt, took.about).toBeWithin(params.batchMs + 30)
  expect(first!.payload.length, { about: 'the size of the first batch', unit: 'bytes' }).toBe(1_000)
})

countingTest('h10 waiting leaves no listeners behind', { waits: 2_900 }, async ({ connect, server }) => {
  const client = await connect()
  await expect(client.rest({ within: '3s' }), 'the stream, up to your FIN').toHappen()
  const { stdout, stderr } = await server.output()
  expect(stderr, 'what your server wrote to standard error').toBe('')
  const added = Number(/^listeners added: (-?\d+)$/m.exec(stdout)?.[1])
  expect(added, 'the number of listeners that the waits left on the socket').toBeLessThanOrEqual(2)
})

shortTest(
  'h11 a reader that stops near the end is reset, too',
  { waits: 2 * params.stallMs + 2_000, needs: ['count.syscalls'] },
  async ({ lab, connect, server }) => {
    // The streams end 40 kB apart, less than write() accepts: the last records of a reader or two wait in the process.
    await Promise.all(times(25, () => connect({ paused: true })))
    await lab.clock.advance(2 * params.stallMs + 1_000)
    const about = 'what still waits in your process for readers that stopped'
    expect((await server.counters()).queuedBytes, { about, unit: 'bytes' }).toBe(0)
  },
)

test('h12 what a reader sends is no progress', { waits: 2 * params.stallMs + 1_300 }, async ({ lab, connect }) => {
  const client = await connect({ paused: true })
  await client.send(
    times(10, () => '.'),
    { gap: params.stallMs / 4 },
  )
  const filter = `tcp.srcport == ${params.port} && tcp.flags.reset == 1`
  const reset = lab.capture(filter, { as: 'a RST for the reader that sends and does not read' })
  await reset.next({ within: 2 * params.stallMs + 1_000 })
})

test('h13 one batch and one record wait beyond what write() took', { needs: ['count.syscalls'] }, async ({
  lab,
  connect,
  server,
}) => {
  const client = await connect({ paused: true })
  await lab.clock.advance('800ms')
  const acknowledged = (await lab.capture(`tcp.dstport == ${params.port}`).all()).at(-1)!.field('tcp.ack')
  const inKernel = (await lab.host('server').sockets()).find(({ remote }) => remote)?.sendQ ?? 0
  const { queuedBytes } = await server.counters()
  await client.reset()
  const made = await givenBack(server, '150ms')
  const bytesMade = 1_000 * made + (made > 40 ? 19_000 : 0)
  const about = 'what your program keeps beside what write() took'
  const kept = bytesMade - (Number(acknowledged) - 1) - inKernel - queuedBytes
  expect(kept, { about, unit: 'bytes' }).toBeLessThanOrEqual(params.batchBytes + 2_000)
})

test('h14 a reader that has closed its half gets everything', { waits: 2_900 }, async ({ connect }) => {
  const client = await connect()
  await client.end()
  readRecords(await expect(client.rest({ within: '3s' }), 'the stream, up to your FIN').toHappen())
})

test('h15 every batch that leaves starts the time again', { waits: 2 * params.stallMs + 1_300 }, async ({
  lab,
  connect,
}) => {
  // So small a buffer that what waits in the process leaves in parts: more than a batch each time, less than all of it.
  const client = await connect({ paused: true, receiveBuffer: 8_192 })
  for (let i = 0; i < 3; i++) {
    await lab.clock.advance(0.6 * params.stallMs)
    await client.resume()
    await expect(client.bytes(55_000), 'the next 55,000 bytes of a very slow reader').toHappen()
    await client.pause()
  }
})

pacedTest('h16 a full batch leaves at once', async ({ lab, connect }) => {
  const client = await connect()
  const connectedAt = lab.clock.now
  await expect(client.lines(PACED), 'the records of a full batch').toHappen()
  const about = 'the time until a full batch came'
  expect(lab.clock.now - connectedAt, { about, unit: 'ms' }).toBeWithin(params.batchMs / 2)
})

pacedTest('h17 a slow source is not a dead reader', { waits: 1.5 * params.stallMs + 1_300 }, async ({ connect }) => {
  const client = await connect()
  await expect(client.lines(PACED), 'the records of a full batch').toHappen()
  const last = client.line({ within: 1.5 * params.stallMs + 1_000 })
  expect(readRecord(await expect(last, 'the record that the source made late').toHappen()).number, 'its number').toBe(
    PACED,
  )
  await expect(client.expectEnd(), 'your FIN after the last record').toHappen()
})
