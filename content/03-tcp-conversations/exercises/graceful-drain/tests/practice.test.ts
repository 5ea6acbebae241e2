import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { goodbye, MUCH, test } from './setup.ts'

test.schedules('h3 requests may be cut anywhere', { delimiters: ['\n'] }, async ({ connect }) => {
  const client = await connect()
  await client.send(['12\n', '3\n'])
  expect(await client.lines(2)).toEqual(['x'.repeat(12), 'xxx'])
})

test('h4 an idle client holds up nobody', async ({ lab, connect, server }) => {
  const [idle, half] = [await connect(), await connect()]
  await half.send('10')
  await lab.settle()
  await server.kill('SIGTERM')
  const { took } = await lab.clock.time(async () => {
    expect(await idle.rest()).toBe(goodbye)
    expect(await half.rest()).toBe(goodbye)
  })
  expect(took, 'the time until both heard goodbye').toBeWithin('60ms')
  await idle.end()
  await half.end()
  await server.exited({ within: '500ms' })
})

test('h5 a slow reader gets everything', { waits: '9s' }, async ({ lab, connect, server }) => {
  const client = await connect({ receiveBuffer: 65_536, paused: true })
  await client.send(`${MUCH}\n`)
  await lab.clock.advance(2 * params.workMs + 50)
  await server.kill('SIGTERM')
  await lab.clock.advance('200ms')
  await lab.link('client', 'server').impair({ rate: '1Gbit' })
  await client.resume()
  const { length } = await client.digest({ within: '8s' })
  expect(length, 'the number of bytes that the slow reader got').toBe(MUCH + 1 + goodbye.length)
})

test('h6 requests waiting behind the first are answered in order', async ({ lab, connect, server }) => {
  const client = await connect()
  const { took } = await lab.clock.time(async () => {
    await client.send('1\n2\n3\n')
    await lab.clock.advance('50ms')
    await server.kill('SIGTERM')
    expect(await client.rest()).toBe(`x\nxx\nxxx\n${goodbye}`)
  })
  expect(took, 'the time in milliseconds that three requests took').toBeGreaterThan(2.5 * params.workMs)
})

test('h7 a new connection after the signal is refused', async ({ lab, connect, server }) => {
  const busy = await connect()
  await busy.send('10\n')
  await lab.clock.advance('50ms')
  await server.kill('SIGTERM')
  await lab.clock.advance('30ms')
  await expect(connect(), 'a connection after the signal').rejects.toMatchObject({ code: 'REFUSED' })
})

test('h8 connections left after the grace period are reset', { waits: params.graceMs + 600 }, async ({
  lab,
  connect,
  server,
}) => {
  const stuck = await connect({ receiveBuffer: 65_536, paused: true })
  const fine = await connect()
  await stuck.send(`${MUCH}\n`)
  await fine.send('5\n')
  await lab.clock.advance('50ms')
  await server.kill('SIGTERM')
  const { took } = await lab.clock.time(async () => {
    expect(await fine.rest()).toBe(`xxxxx\n${goodbye}`)
    await fine.end()
    await server.exited({ within: params.graceMs + 500 })
  })
  expect(took, 'the time from the signal to the exit').toBeAbout(params.graceMs)
  expect((await server.output()).stdout, 'what server.ts printed').toMatch(/drained 1 killed 1\n$/)
  expect(
    await lab.capture('ip.src == 10.0.9.2 && tcp.flags.reset == 1').count(),
    'the number of RSTs of the server',
  ).toBe(1)
})

test('h9 a second signal resets them now', async ({ lab, connect, server }) => {
  const idle = await connect() // never ends its half
  await idle.send('10\n')
  await lab.clock.advance('50ms')
  await server.kill('SIGTERM')
  await lab.clock.advance('20ms')
  await server.kill('SIGTERM')
  await idle.expectReset({ within: '100ms' })
  await server.exited({ within: '500ms' })
  expect((await server.output()).stdout, 'what server.ts printed').toMatch(/drained 0 killed 1\n$/)
})

test('h10 a client that left before the signal is not counted', async ({ lab, connect, server }) => {
  const [rude, polite, client] = [await connect(), await connect(), await connect()]
  await rude.send('5\n')
  await polite.ask('1\n')
  await polite.end()
  await polite.expectEnd()
  await rude.reset()
  await lab.settle()
  await server.kill('SIGTERM')
  expect(await client.rest()).toBe(goodbye)
  await client.end()
  await server.exited()
  expect((await server.output()).stdout, 'what server.ts printed').toMatch(/drained 1 killed 0\n$/)
})

test('h11 requests after the signal are not answered', async ({ lab, connect, server }) => {
  const client = await connect()
  await client.send('1\n')
  await lab.clock.advance('50ms')
  await server.kill('SIGTERM')
  await client.send('2\n')
  expect(await client.rest()).toBe(`x\n${goodbye}`)
})

test('h12 a client that closed its half still gets its answers', async ({ lab, connect, server }) => {
  const early = await connect()
  await early.send('5\n')
  await early.end()
  expect(await early.rest(), 'what a client got that had ended its half').toBe('xxxxx\n')
  const client = await connect()
  await client.send('3\n')
  await client.end()
  await lab.clock.advance('50ms')
  await server.kill('SIGTERM')
  expect(await client.rest(), 'what a client got that had ended its half').toBe(`xxx\n${goodbye}`)
  await server.exited()
  expect((await server.output()).stdout, 'what server.ts printed').toMatch(/drained 1 killed 0\n$/)
})

test('h13 a client that does not leave gets the same grace period', { waits: params.graceMs + 600 }, async ({
  lab,
  connect,
  server,
}) => {
  const client = await connect() // never ends its half
  await lab.settle()
  await server.kill('SIGTERM')
  const { took } = await lab.clock.time(async () => {
    expect(await client.rest()).toBe(goodbye)
    await server.exited({ within: params.graceMs + 500 })
  })
  expect(took, 'the time from the signal to the exit').toBeAbout(params.graceMs)
  expect((await server.output()).stdout, 'what server.ts printed').toMatch(/drained 0 killed 1\n$/)
  expect(
    await lab.capture('ip.src == 10.0.9.2 && tcp.flags.reset == 1').count(),
    'the number of RSTs of the server',
  ).toBe(1)
})

test('h14 a client that resets after the signal is not counted', async ({ lab, connect, server }) => {
  const [rude, client] = [await connect(), await connect()]
  await rude.send('5\n')
  await lab.clock.advance('50ms')
  await server.kill('SIGTERM')
  await rude.reset()
  expect(await client.rest()).toBe(goodbye)
  await client.end()
  await server.exited()
  expect((await server.output()).stdout, 'what server.ts printed').toMatch(/drained 1 killed 0\n$/)
})
