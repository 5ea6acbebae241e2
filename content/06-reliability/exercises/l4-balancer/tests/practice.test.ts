import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { attempts, linesOf, SOON, test } from './setup.ts'

const MOST_WAITING = 256 * 1024
const each = 'the connections of each backend'
const alive = 'your balancer, still running'

test('h3 the fewest open connections', async ({ connect, accept, counts }) => {
  const clients = []
  const accepted = []
  for (const name of ['b1', 'b2', 'b3', 'b1', 'b2', 'b3'] as const) {
    clients.push(await connect())
    accepted.push(await accept(name))
  }
  await clients[4]!.end()
  await accepted[4]!.end()
  await clients[1]!.end()
  await accepted[1]!.end()
  expect(await counts(), each).toBe('b1: 2, b2: 2, b3: 2')
  // b2 has none now, the others have two.
  for (const _ of [1, 2]) await connect()
  expect(await counts(), 'the connections of each backend, after both of b2 had ended').toBe('b1: 2, b2: 4, b3: 2')
  await accepted[2]!.end()
  await connect()
  expect(await counts(), 'the connections of each backend, with one of b3 closed on one side').toBe(
    'b1: 3, b2: 4, b3: 2',
  )
})

test('h4 a reset backend resets its client', async ({ lab, join, balancer }) => {
  const { client, backend } = await join('b1')
  const other = await join('b2')
  await backend.send('half of a file')
  await lab.clock.advance(SOON)
  await backend.reset()
  await expect(client.expectReset({ afterData: true }), 'the RST to the client of b1').toHappen()
  await expect(balancer.expectAlive(`${SOON}ms`), alive).toHappen()
  await other.client.send('hello\n')
  await expect(other.backend.line(), 'what b2 hears, after the reset of b1').toBe('hello')
})

test('h5 a reset client resets its connection to the backend', async ({ lab, join, balancer }) => {
  const { client, backend } = await join('b1')
  const other = await join('b2')
  await client.send('half of a file')
  await lab.clock.advance(SOON)
  await client.reset()
  await expect(backend.expectReset({ afterData: true }), 'the RST to b1').toHappen()
  await expect(balancer.expectAlive(`${SOON}ms`), alive).toHappen()
  await other.backend.send('hello\n')
  await expect(other.client.line(), 'what the client of b2 hears, after a client was reset').toBe('hello')
})

test('h6 every byte arrives, in both directions at once', { waits: '4s' }, async ({ join }) => {
  const { client, backend } = await join('b1')
  const [up, down] = [linesOf(20_000, 'up'), linesOf(20_000, 'down')]
  await client.send(up)
  await backend.send(down)
  await client.end()
  await backend.end()
  await expect(backend.rest({ within: '4s' }), 'what the backend got').toBe(up)
  await expect(client.rest({ within: '4s' }), 'what the client got').toBe(down)
})

test('h17 the backend may close its half first', async ({ join }) => {
  const { client, backend } = await join('b1')
  await backend.send('banner')
  await backend.end()
  await expect(client.rest(), 'what the client hears up to the FIN').toBe('banner')
  await client.send('report')
  await client.end()
  await expect(backend.rest(), 'what the backend hears after its own FIN').toBe('report')
})

for (const [id, slow, fast] of [
  ['h7', 'client', 'backend'],
  ['h15', 'backend', 'client'],
] as const)
  test(`${id} a ${slow} that doesn't read`, { waits: '8s' }, async ({ lab, join, balancer }) => {
    const pair = await join('b1', slow === 'client' ? { paused: true } : {})
    if (slow === 'backend') await pair.backend.pause()
    await pair[fast].send('x'.repeat(1_000), { times: 2_000 })
    await pair[fast].end()
    await lab.clock.advance('3s')
    const { queuedBytes } = await balancer.counters()
    expect(queuedBytes, { about: `what waits in your process for the ${slow}`, unit: 'bytes' }).toBeLessThanOrEqual(
      MOST_WAITING,
    )
    await pair[slow].resume()
    const { length } = await expect(pair[slow].digest({ within: '8s' }), `what the ${slow} got`).toHappen()
    expect(length, { about: `the length of what the ${slow} got`, unit: 'bytes' }).toBe(2_000_000)
  })

test('h8 a backend that refuses', async ({ lab, backends, connect, accept }) => {
  await backends.b1.close()
  const client = await connect()
  await client.send('early\n')
  const backend = await accept('b2')
  await expect(backend.line(), 'what b2 hears').toBe('early')
  await backend.send('late\n')
  await expect(client.line(), 'what the client hears').toBe('late')
  expect(await attempts(lab, 'b1').count(), 'the number of attempts at b1').toBe(1)
})

test('h9 a backend that says nothing', async ({ lab, backends, join, connect }) => {
  for (const name of ['b1', 'b2', 'b3'] as const) await join(name)
  await lab.link('b1', 'p').cut()
  const client = await connect()
  await client.send('early\n')
  const { value, took } = await lab.clock.time(async () => {
    const backend = await expect(backends.b2.accept(), 'a connection to b2, after b1 said nothing').toHappen()
    return expect(backend.line(), 'the line for b2').toHappen()
  })
  expect(value, 'what b2 hears').toBe('early')
  const about = { about: 'the time until b2 had the connection', unit: 'ms' }
  expect(took, about).toBeBetween(params.connectMs - 20, params.connectMs + 50)
})

test('h10 a backend that is down gets nothing but checks', { waits: '5s' }, async ({ lab, join, connect, counts }) => {
  await join('b1')
  const cut = await lab.link('b1', 'p').cut()
  // b2, b3, and b1: that one doesn't answer, so b2.
  for (const _ of [1, 2, 3]) await connect()
  await lab.clock.advance(params.connectMs + SOON)
  for (const _ of [1, 2, 3]) await connect()
  await lab.clock.advance(SOON)
  expect(await attempts(lab, 'b1').count(), 'the number of attempts at b1 for seven clients').toBe(2)
  expect(await counts(), 'the connections of each backend, with b1 cut off').toBe('b1: 1, b2: 3, b3: 3')
  await cut.undo()
  await lab.clock.advance(2 * params.checkMs)
  expect(await counts(), 'the connections of each backend, after a check of b1').toBe('b1: 2, b2: 3, b3: 3')
  await connect()
  expect(await counts(), 'the connections of each backend, with b1 back').toBe('b1: 3, b2: 3, b3: 3')
})

test('h11 all backends down', { waits: '3s' }, async ({ lab, backends, connect, balancer }) => {
  for (const name of ['b1', 'b2', 'b3'] as const) await backends[name].close()
  const client = await connect()
  await expect(client.expectReset(), 'the RST to a client that no backend takes').toHappen()
  await expect(balancer.expectAlive(`${SOON}ms`), alive).toHappen()
  // All are down, and nothing has checked them since: better ask than turn a client away.
  backends.b2 = await lab.host('b2').listen(params.backendPort)
  const next = await connect()
  const backend = await expect(backends.b2.accept({ within: `${SOON}ms` }), 'a connection to b2, at once').toHappen()
  await next.send('hello\n')
  await expect(backend.line(), 'what b2 hears, just started again').toBe('hello')
})

test('h12 only an accepted connection counts, and nothing is asked twice', { waits: '4s' }, async ({
  lab,
  backends,
  accept,
  connect,
  counts,
}) => {
  await backends.b1.close()
  for (const _ of [1, 2]) await connect()
  expect(await counts(), 'the connections of each backend, with b1 refusing').toBe('b1: 0, b2: 1, b3: 1')
  backends.b1 = await lab.host('b1').listen(params.backendPort)
  await lab.clock.advance(params.checkMs + SOON)
  const check = await expect(backends.b1.accept(), 'your check of b1').toHappen()
  await expect(check.expectEnd(), 'the end of your check of b1').toHappen()
  const client = await connect()
  await connect()
  expect(await counts(), 'the connections of each backend, with b1 back').toBe('b1: 3, b2: 1, b3: 1')
  const backend = await accept('b1')
  await client.send('order 1\n')
  await expect(backend.line(), 'what b1 hears').toBe('order 1')
  await backend.reset()
  await expect(client.expectReset(), 'the RST to the client of b1').toHappen()
  await connect()
  expect(await counts(), 'the connections of each backend, after a reset and another client').toBe(
    'b1: 4, b2: 1, b3: 1',
  )
})

test('h13 SIGTERM lets open connections end', async ({ lab, join, balancer }) => {
  const { client, backend } = await join('b1')
  await balancer.kill('SIGTERM')
  await lab.clock.advance(SOON)
  const late = lab.host('client').connect('p', params.port)
  const outcome = late.then(
    () => 'accepted',
    () => 'refused',
  )
  await expect(outcome, 'a connection after SIGTERM').toBe('refused')
  await client.send('still here\n')
  await expect(backend.line(), 'what the backend hears after SIGTERM').toBe('still here')
  await backend.send('so am I\n')
  await expect(client.line(), 'what the client hears after SIGTERM').toBe('so am I')
  await client.end()
  await backend.end()
  const { code } = await expect(balancer.exited({ within: '1100ms' }), 'the end of your balancer').toHappen()
  expect(code, 'the exit code').toBe(0)
})

test('h14 SIGTERM ends a balancer that has nothing to do', async ({ lab, backends, connect, accept, balancer }) => {
  await backends.b1.close()
  const client = await connect()
  const backend = await accept('b2')
  await client.end()
  await backend.end()
  await lab.clock.advance(SOON)
  await balancer.kill('SIGTERM')
  const { code } = await expect(balancer.exited({ within: '1100ms' }), 'the end of your balancer').toHappen()
  expect(code, 'the exit code').toBe(0)
})

test('h18 nothing is checked after SIGTERM', { waits: '4s' }, async ({ lab, backends, connect, accept, balancer }) => {
  await backends.b1.close()
  const client = await connect()
  const backend = await accept('b2')
  await balancer.kill('SIGTERM')
  await lab.clock.advance(2 * params.checkMs + SOON)
  expect(await attempts(lab, 'b1').count(), 'the number of attempts at b1, with a connection open after SIGTERM').toBe(
    1,
  )
  await client.send('still here\n')
  await expect(backend.line(), 'what b2 hears after SIGTERM').toBe('still here')
})
