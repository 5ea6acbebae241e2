import { expect, times } from 'ackademy/lab'
import { params } from './params.ts'
import { answer, ended, opened, test } from './setup.ts'

test('h2 the longest waiter is next, and one that gave up gets nothing', async ({ pool }) => {
  const p = await pool({ max: 1, acquireMs: params.acquireMs })
  const held = await p.acquire()
  await expect(p.acquire()).rejects.toMatchObject({ name: 'TimeoutError' })
  const order: string[] = []
  const waiting = ['first', 'second'].map(async (name) => {
    const connection = await p.acquire()
    order.push(name)
    await p.release(connection)
  })
  const all = Promise.allSettled(waiting)
  await p.release(held)
  expect((await all).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
  expect(order).toEqual(['first', 'second'])
})

test('h3 a connection is released once', async ({ lab, pool }) => {
  const p = await pool()
  const connection = await p.acquire()
  await p.release(connection)
  await expect(p.release(connection)).rejects.toThrow()
  await p.acquire()
  await p.acquire()
  expect(await opened(lab).count()).toBe(2)
})

test('h4 a connection that a firewall forgot is not handed out', { waits: '75s' }, async ({ lab, pool, server }) => {
  const p = await pool({ idleMs: params.idleMs })
  const [connection, forgotten] = [await p.acquire(), await server.accept()]
  await p.release(connection)
  const link = lab.link('client', 'server')
  await link.rule({ filter: `tcp.port == ${forgotten.remote.port}`, action: 'drop', count: Number.POSITIVE_INFINITY })
  await lab.clock.advance('61s')
  const reply = (await p.acquire()).ask('still there?')
  await answer(await server.accept())
  expect(await reply).toBe('still there?!')
})

test('h5 an unused connection that the server closes is closed', async ({ lab, pool, server }) => {
  const p = await pool()
  await p.release(await p.acquire())
  const idle = await server.accept()
  await idle.end()
  await idle.expectEnd({ within: '200ms' })
  await lab.settle()
  const states = (await lab.host('client').sockets()).map(({ state }) => state)
  expect(states).not.toContain('CLOSE_WAIT')
})

test('h6 an answer nobody asked for spoils the connection', async ({ pool, server }) => {
  const p = await pool({ max: 1 })
  await p.release(await p.acquire())
  const first = await server.accept()
  await first.send('for somebody else\n')
  await first.expectEnd({ within: '200ms' })
  const reply = (await p.acquire()).ask('mine?')
  await answer(await server.accept())
  expect(await reply).toBe('mine?!')
})

test('h7 a slow connect keeps nobody from a released connection', { waits: '2900ms' }, async ({ lab, pool }) => {
  const p = await pool({ max: 2 })
  const busy = await p.acquire()
  await lab.link('client', 'server').impair({ delay: '500ms' })
  const both = [p.acquire(), p.acquire()]
  await lab.clock.advance('100ms')
  await p.release(busy)
  const { took } = await lab.clock.time(() => Promise.race(both))
  expect(took).toBeWithin('10ms')
  await Promise.all(both)
})

test('h8 lost connections cost one failure each, and no place', async ({ pool, server }) => {
  const p = await pool()
  const connections = await Promise.all(times(params.max, () => p.acquire()))
  const asking = Promise.allSettled(connections.map((connection) => connection.ask('still there?')))
  for (let i = 0; i < params.max; i++) {
    const peer = await server.accept()
    await peer.line()
    await peer.reset()
  }
  expect((await asking).map(({ status }) => status)).toEqual(times(params.max, () => 'rejected'))
  for (const connection of connections) await p.release(connection)
  const again = await p.acquire()
  const reply = again.ask('again')
  const peer = await server.accept()
  await answer(peer)
  expect(await reply).toBe('again!')
  await p.release(again, { broken: true })
  await peer.expectEnd({ within: '200ms' })
})

test('h9 connections opened together end at different times', { waits: '345s' }, async ({ lab, pool }) => {
  const [count, lifeMs] = [10, 300_000]
  const p = await pool({ max: count, maxLifeMs: lifeMs, idleMs: 2 * lifeMs })
  const start = lab.clock.now
  const all = await Promise.all(times(count, () => p.acquire()))
  for (const connection of all) await p.release(connection)
  await lab.clock.advance(1.12 * lifeMs)
  const at = (await ended(lab).all()).map((packet) => packet.at - start)
  expect(at.length).toBe(count)
  expect(at[0]).toBeGreaterThan(0.89 * lifeMs)
  const most = Math.max(...at.map((t) => at.filter((u) => u >= t && u < t + 100).length))
  // By chance three may end together, once in a thousand seeds; five, once in a hundred million.
  expect(most).toBeLessThanOrEqual(4)
})

test('h10 drain lets busy connections finish and rejects waiters', async ({ pool, server }) => {
  const p = await pool({ max: 1 })
  const busy = await p.acquire()
  const peer = await server.accept()
  const [waiting, drained] = [p.acquire(), p.drain()]
  await expect(waiting).rejects.toThrow()
  await peer.expectSilence('100ms')
  await p.release(busy)
  await drained
  await peer.expectEnd()
  await expect(p.acquire()).rejects.toThrow()
})

test('h11 the most recently used connection is used again, the others expire', { waits: '75s' }, async ({
  lab,
  pool,
  server,
}) => {
  const p = await pool({ max: 3, idleMs: params.idleMs })
  const all = await Promise.all(times(3, () => p.acquire()))
  for (const connection of all) await p.release(connection)
  const peers = [await server.accept(), await server.accept(), await server.accept()]
  const questions = lab.capture(`tcp.dstport == ${params.port} && tcp.len > 0`)
  for (let i = 0; i < 6; i++) {
    await lab.clock.advance(params.idleMs / 4)
    const connection = await p.acquire()
    const reply = connection.ask(`question ${i}`)
    const { tcp } = await questions.next()
    await answer(peers.find(({ remote }) => remote.port === tcp!.src)!)
    expect(await reply).toBe(`question ${i}!`)
    await p.release(connection)
  }
  expect(new Set((await questions.all()).map(({ tcp }) => tcp!.src)).size).toBe(1)
  expect(await ended(lab).count()).toBe(2)
})

test('h12 a connect without an answer ends', { waits: '2900ms' }, async ({ lab, pool }) => {
  const p = await pool({ connectMs: params.acquireMs, acquireMs: 5_000 })
  await lab.link('client', 'server').cut()
  const { took } = await lab.clock.time(() => expect(p.acquire()).rejects.toMatchObject({ code: 'ETIMEDOUT' }))
  expect(took).toBeAbout(params.acquireMs)
})

test('h13 a failed connect leaves its place to the next', async ({ pool, server }) => {
  const p = await pool({ max: 1 })
  await server.close()
  const both = await Promise.allSettled([p.acquire(), p.acquire()])
  for (const outcome of both) expect(outcome).toMatchObject({ reason: { code: 'ECONNREFUSED' } })
})

test('h14 a task that throws returns its place', async ({ lab, options, server }) => {
  const tasks = await lab.host('client').load<typeof import('./programs/tasks.ts')>('tests:tasks.ts')
  const outcome = tasks.failThenAsk({ ...options, max: 1 }, 'next')
  await (await server.accept()).expectEnd()
  await answer(await server.accept())
  expect(await outcome).toEqual({ failure: 'the task failed', answer: 'next!' })
})
