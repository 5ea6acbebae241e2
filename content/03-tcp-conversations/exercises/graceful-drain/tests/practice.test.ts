import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { ends, goodbye, MUCH, printed, test } from './setup.ts'

const resets = 'ip.src == 10.0.9.2 && tcp.flags.reset == 1'
const untilExit = 'the time from the signal to the exit'
const idleHears = 'what an idle client hears'
const resetCount = 'the number of resets (RST) your server sent'

test.schedules('h3 requests may be cut anywhere', { delimiters: ['\n'] }, async ({ connect }) => {
  const client = await connect()
  await client.send(['12\n', '3\n'])
  await expect(client.lines(2), 'the answers to 12 and 3').toEqual(['x'.repeat(12), 'xxx'])
})

test('h4 an idle client holds up nobody', async ({ lab, connect, server }) => {
  const [idle, half] = [await connect(), await connect()]
  await half.send('10')
  await lab.settle()
  await server.kill('SIGTERM')
  const { took } = await lab.clock.time(async () => {
    await expect(idle.rest(), idleHears).toBe(goodbye)
    await expect(half.rest(), 'what a client hears that sent half a line').toBe(goodbye)
  })
  expect(took, 'the time until both heard goodbye').toBeWithin('60ms')
  await idle.end()
  await half.end()
  await expect(server.exited({ within: '500ms' }), ends).toHappen()
})

test('h5 a slow reader gets everything', { waits: '9s' }, async ({ lab, connect, server }) => {
  const client = await connect({ receiveBuffer: 65_536, paused: true })
  await client.send(`${MUCH}\n`)
  await lab.clock.advance(2 * params.workMs + 50)
  await server.kill('SIGTERM')
  await lab.clock.advance('200ms')
  await lab.link('client', 'server').impair({ rate: '1Gbit' })
  await client.resume()
  const { length } = await expect(client.digest({ within: '8s' }), 'the answer to the slow reader').toHappen()
  expect(length, { about: 'what the slow reader got', unit: 'bytes' }).toBe(MUCH + 1 + goodbye.length)
})

test('h6 requests waiting behind the first are answered in order', async ({ lab, connect, server }) => {
  const client = await connect()
  const { took } = await lab.clock.time(async () => {
    await client.send('1\n2\n3\n')
    await lab.clock.advance('50ms')
    await server.kill('SIGTERM')
    await expect(client.rest(), 'what a client hears that sent three requests').toBe(`x\nxx\nxxx\n${goodbye}`)
  })
  expect(took, { about: 'the time that three requests took', unit: 'ms' }).toBeGreaterThan(2.5 * params.workMs)
})

test('h7 a new connection after the signal is refused', async ({ lab, connect, server }) => {
  const busy = await connect()
  await busy.send('10\n')
  await lab.clock.advance('50ms')
  await server.kill('SIGTERM')
  await lab.clock.advance('30ms')
  const late = lab.host('client').connect('server', params.port)
  const label = { about: 'a connection after the signal', say: 'A connection after the signal was not refused.' }
  await expect(late, label).rejects.toMatchObject({ code: 'REFUSED' })
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
    await expect(fine.rest(), 'what the other client hears').toBe(`xxxxx\n${goodbye}`)
    await fine.end()
    await expect(server.exited({ within: params.graceMs + 500 }), ends).toHappen()
  })
  expect(took, { about: untilExit, unit: 'ms' }).toBeGreaterThan(0.95 * params.graceMs)
  expect(took, untilExit).toBeWithin(params.graceMs + 50)
  expect((await server.output()).stdout, printed).toMatch(/drained 1 killed 1\n$/)
  expect(await lab.capture(resets).count(), resetCount).toBe(1)
})

test('h9 a second signal resets them now', async ({ lab, connect, server }) => {
  const idle = await connect() // never ends its half
  await idle.send('10\n')
  await lab.clock.advance('50ms')
  await server.kill('SIGTERM')
  await lab.clock.advance('20ms')
  await server.kill('SIGTERM')
  await expect(idle.expectReset({ within: '100ms' }), 'the RST after the second signal').toHappen()
  await expect(server.exited({ within: '500ms' }), ends).toHappen()
  expect((await server.output()).stdout, printed).toMatch(/drained 0 killed 1\n$/)
})

test('h10 a client that left before the signal is not counted', async ({ lab, connect, server }) => {
  const [rude, polite, client] = [await connect(), await connect(), await connect()]
  await rude.send('5\n')
  await expect(polite.ask('1\n'), 'the answer to 1').toBe('x')
  await polite.end()
  await expect(polite.expectEnd(), 'your FIN for a client that closed its half').toHappen()
  await rude.reset()
  await lab.settle()
  await server.kill('SIGTERM')
  await expect(client.rest(), idleHears).toBe(goodbye)
  await client.end()
  await expect(server.exited(), ends).toHappen()
  expect((await server.output()).stdout, printed).toMatch(/drained 1 killed 0\n$/)
})

test('h11 requests after the signal are not answered', async ({ lab, connect, server }) => {
  const client = await connect()
  await client.send('1\n')
  await lab.clock.advance('50ms')
  await server.kill('SIGTERM')
  await client.send('2\n')
  await expect(client.rest(), 'what a client hears that asks again after the signal').toBe(`x\n${goodbye}`)
})

test('h12 a client that closed its half still gets its answers', async ({ lab, connect, server }) => {
  const early = await connect()
  await early.send('5\n')
  await early.end()
  await expect(early.rest(), 'what a client hears that closed its half').toBe('xxxxx\n')
  const client = await connect()
  await client.send('3\n')
  await client.end()
  await lab.clock.advance('50ms')
  await server.kill('SIGTERM')
  await expect(client.rest(), 'what a client hears that closed its half').toBe(`xxx\n${goodbye}`)
  await expect(server.exited(), ends).toHappen()
  expect((await server.output()).stdout, printed).toMatch(/drained 1 killed 0\n$/)
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
    await expect(client.rest(), idleHears).toBe(goodbye)
    await expect(server.exited({ within: params.graceMs + 500 }), ends).toHappen()
  })
  expect(took, { about: untilExit, unit: 'ms' }).toBeGreaterThan(0.95 * params.graceMs)
  expect(took, untilExit).toBeWithin(params.graceMs + 50)
  expect((await server.output()).stdout, printed).toMatch(/drained 0 killed 1\n$/)
  expect(await lab.capture(resets).count(), resetCount).toBe(1)
})

test('h14 a client that resets after the signal is not counted', async ({ lab, connect, server }) => {
  const [rude, client] = [await connect(), await connect()]
  await rude.send('5\n')
  await lab.clock.advance('50ms')
  await server.kill('SIGTERM')
  await rude.reset()
  await expect(client.rest(), idleHears).toBe(goodbye)
  await client.end()
  await expect(server.exited(), ends).toHappen()
  expect((await server.output()).stdout, printed).toMatch(/drained 1 killed 0\n$/)
})

test('h15 without clients the server ends at once', async ({ server }) => {
  await server.kill('SIGTERM')
  const { code } = await expect(server.exited({ within: '500ms' }), ends).toHappen()
  expect(code, 'the exit status of your server').toBe(0)
  expect((await server.output()).stdout, printed).toMatch(/drained 0 killed 0\n$/)
})

test('h16 requests of a client that is gone hold up nobody', async ({ lab, connect, server }) => {
  const client = await connect()
  await client.send('1\n'.repeat(50))
  await lab.clock.advance('50ms')
  await server.kill('SIGTERM')
  await lab.clock.advance('20ms')
  await server.kill('SIGTERM')
  await expect(client.expectReset({ within: '100ms' }), 'the RST after the second signal').toHappen()
  await expect(server.exited({ within: 2 * params.workMs + 300 }), ends).toHappen()
  expect((await server.output()).stdout, printed).toMatch(/drained 0 killed 1\n$/)
})

test('h17 a busy client holds up no idle one', async ({ lab, connect, server }) => {
  const [busy, idle] = [await connect(), await connect()]
  await busy.send('3\n2\n')
  await lab.clock.advance('50ms')
  await server.kill('SIGTERM')
  const { took } = await lab.clock.time(() => expect(idle.rest(), idleHears).toBe(goodbye))
  const about = 'the time until the idle client heard goodbye'
  expect(Math.round(took), { about, unit: 'ms' }).toBeLessThan(params.workMs)
  await expect(busy.rest(), 'what the busy client hears').toBe(`xxx\nxx\n${goodbye}`)
})
