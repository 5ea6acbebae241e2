import { expect, times } from 'ackademy/lab'
import { params } from './params.ts'
import { answer, closed, endsOf, opened, outcomeOf, outcomeWithin, test } from './setup.ts'

test('h2 the longest waiter is next, and one that gave up gets nothing', async ({ lab, pool }) => {
  const p = await pool({ max: 1, acquireMs: params.acquireMs })
  const held = await expect(p.acquire(), 'the only connection').toHappen()
  const { took, value } = await lab.clock.time(() => outcomeOf(p.acquire(), 'name'))
  expect(value, 'what a task that waited in vain got').toBe('an error with name TimeoutError')
  expect(took, { about: 'the time that this task waited', unit: 'ms' }).toBeAbout(params.acquireMs)
  const order: string[] = []
  const waiting = ['first', 'second'].map(async (name) => {
    const connection = await p.acquire()
    order.push(name)
    await p.release(connection)
  })
  await p.release(held)
  const outcomes = await Promise.all(waiting.map((task) => outcomeOf(task)))
  expect(outcomes, 'what two tasks that still waited got').toEqual(['a connection', 'a connection'])
  expect(order, 'the order in which they got it').toEqual(['first', 'second'])
})

test('h3 a connection is released once', async ({ lab, pool }) => {
  const p = await pool()
  const connection = await expect(p.acquire(), 'the first connection').toHappen()
  await expect(p.release(connection), 'the first release').toHappen()
  const again = p.release(connection).then(
    () => 'returned',
    () => 'threw',
  )
  await expect(again, 'what the second release of one connection did').toBe('threw')
  await expect(Promise.all([p.acquire(), p.acquire()]), 'two more connections').toHappen()
  expect(await opened(lab).count(), 'the number of connections for two tasks at a time').toBe(2)
})

test('h4 a connection that a firewall forgot is not handed out', { waits: '75s' }, async ({ lab, pool, accept }) => {
  const p = await pool({ idleMs: params.idleMs })
  const connection = await expect(p.acquire(), 'the first connection').toHappen()
  const forgotten = await accept('the first connection')
  await p.release(connection)
  const link = lab.link('client', 'server')
  await link.rule({ filter: `tcp.port == ${forgotten.remote.port}`, action: 'drop', count: Number.POSITIVE_INFINITY })
  await lab.clock.advance('61s')
  const next = await expect(p.acquire(), 'a connection after 61 s without traffic').toHappen()
  const reply = next.ask('still there?')
  await answer(await accept('a new connection after 61 s without traffic'))
  await expect(reply, 'the answer on it').toBe('still there?!')
})

test('h5 an unused connection that the server closes is closed', async ({ lab, pool, accept }) => {
  const p = await pool({ max: 1 })
  await p.release(await expect(p.acquire(), 'the first connection').toHappen())
  const idle = await accept('the first connection')
  await idle.end()
  await expect(closed(lab, idle).next({ within: '200ms' }), 'your FIN after the server’s').toHappen()
  const connection = await expect(p.acquire(), 'a connection after that').toHappen()
  const reset = await accept('a new connection after that')
  await p.release(connection)
  await reset.reset()
  await lab.settle()
  const last = await expect(p.acquire(), 'a connection after a reset').toHappen()
  const reply = last.ask('still there?')
  await answer(await accept('a new connection after a reset'))
  await expect(reply, 'the answer on it').toBe('still there?!')
})

test('h6 a line nobody asked for spoils an unused connection', async ({ lab, pool, accept }) => {
  const p = await pool({ max: 1 })
  await p.release(await expect(p.acquire(), 'the first connection').toHappen())
  const first = await accept('the first connection')
  await first.send('for somebody else\n')
  const end = closed(lab, first).next({ within: '200ms' })
  await expect(end, 'your FIN on the unused connection that got a line').toHappen()
  const next = await expect(p.acquire(), 'a connection after that').toHappen()
  const reply = next.ask('mine?')
  await answer(await accept('a new connection after that'))
  await expect(reply, 'the answer to the next task').toBe('mine?!')
})

test('h7 a slow connect keeps nobody from a released connection', { waits: '2900ms' }, async ({ lab, pool }) => {
  const p = await pool({ max: 2 })
  const busy = await expect(p.acquire(), 'the first connection').toHappen()
  await lab.link('client', 'server').impair({ delay: '500ms' })
  const waiting = p.acquire()
  await lab.clock.advance('100ms')
  await p.release(busy)
  const { took } = await lab.clock.time(() => expect(waiting, 'the released connection').toHappen())
  expect(took, { about: 'the time until a waiting task got the released connection', unit: 'ms' }).toBeWithin('10ms')
})

test('h8 lost connections cost one failure each, and no place', async ({ lab, pool, accept }) => {
  const p = await pool()
  const acquiring = Promise.all(times(params.max, () => p.acquire()))
  const connections = await expect(acquiring, 'the first connections').toHappen()
  const asking = Promise.all(connections.map((connection) => outcomeOf(connection.ask('still there?'))))
  for (let i = 0; i < params.max; i++) {
    const peer = await accept(`connection ${i + 1}`)
    await peer.line()
    await peer.reset()
  }
  const failed = times(params.max, () => 'an error')
  await expect(asking, 'what the questions on reset connections got').toEqual(failed)
  for (const connection of connections)
    await expect(p.release(connection), 'the release of a lost connection').toHappen()
  const again = await expect(p.acquire(), 'a connection after all were lost').toHappen()
  const reply = again.ask('again')
  const peer = await accept('a new connection after all were lost')
  await answer(peer)
  await expect(reply, 'the answer on it').toBe('again!')
  await p.release(again, { broken: true })
  const end = closed(lab, peer).next({ within: '200ms' })
  await expect(end, 'your FIN on a connection that was released as broken').toHappen()
})

test('h9 connections opened together end at different times', { waits: '345s' }, async ({ lab, pool }) => {
  const [count, lifeMs] = [10, 300_000]
  const p = await pool({ max: count, maxLifeMs: lifeMs, idleMs: 2 * lifeMs })
  const start = lab.clock.now
  const acquiring = Promise.all(times(count, () => p.acquire()))
  const all = await expect(acquiring, 'ten connections').toHappen()
  for (const connection of all) await p.release(connection)
  await lab.clock.advance(1.12 * lifeMs)
  const at = (await endsOf(lab)).map((packet) => packet.at - start)
  expect(at.length, 'the number of connections that ended within 336 s').toBe(count)
  expect(Math.min(...at), { about: 'the age of the first connection that ended', unit: 'ms' }).toBeGreaterThan(
    0.89 * lifeMs,
  )
  const most = Math.max(...at.map((t) => at.filter((u) => u >= t && u < t + 100).length))
  // By chance three may end together, once in a thousand seeds; five, once in a hundred million.
  expect(most, 'the most connections that ended within 100 ms').toBeLessThanOrEqual(4)
})

test('h10 drain lets busy connections finish and rejects waiters', async ({ lab, pool, accept }) => {
  const p = await pool({ max: 1 })
  const busy = await expect(p.acquire(), 'the only connection').toHappen()
  const peer = await accept('the only connection')
  const waiting = p.acquire()
  const drained = p.drain()
  expect(await outcomeWithin(lab, waiting, 50), 'what a waiting task got when drain was called').toBe('an error')
  await expect(peer.expectSilence('100ms'), 'a connection in use during drain, untouched').toHappen()
  await expect(p.release(busy), 'the release of the last connection').toHappen()
  await expect(drained, 'the end of drain after the last release').toHappen()
  await expect(closed(lab, peer).next({ within: '200ms' }), 'your FIN after the last release').toHappen()
  expect(await outcomeWithin(lab, p.acquire(), 50), 'what a task got after drain').toBe('an error')
})

test('h11 the most recently used connection is used again, the others expire', { waits: '105s' }, async ({
  lab,
  pool,
  accept,
}) => {
  const p = await pool({ max: 3, idleMs: params.idleMs })
  const all = await expect(Promise.all(times(3, () => p.acquire())), 'the first three connections').toHappen()
  for (const connection of all) await p.release(connection)
  const peers = [await accept('connection 1'), await accept('connection 2'), await accept('connection 3')]
  const asked = lab.capture(`tcp.dstport == ${params.port} && tcp.len > 0`, { as: 'a question' })
  for (let i = 0; i < 9; i++) {
    await lab.clock.advance(params.idleMs / 4)
    const connection = await expect(p.acquire(), `a connection for question ${i + 1}`).toHappen()
    const reply = connection.ask(`question ${i + 1}`)
    const { tcp } = await expect(asked.next(), `question ${i + 1}`).toHappen()
    const peer = peers.find(({ remote }) => remote.port === tcp!.src)
    await answer(peer ?? (await accept('a fourth connection')))
    await expect(reply, `the answer to question ${i + 1}`).toBe(`question ${i + 1}!`)
    await p.release(connection)
  }
  const used = new Set((await asked.all()).map(({ tcp }) => tcp!.src)).size
  expect(used, 'the number of connections that nine questions in a row went over').toBe(1)
  expect((await endsOf(lab)).length, 'the number of unused connections that your pool closed').toBe(2)
})

test('h12 a connect without an answer ends', { waits: '2900ms' }, async ({ lab, pool }) => {
  const p = await pool({ connectMs: params.acquireMs, acquireMs: 5_000 })
  // From here on the hosts know each other by ARP: it is the SYN that gets no answer.
  await expect(p.acquire(), 'the first connection').toHappen()
  await lab.link('client', 'server').cut()
  const { took, value } = await lab.clock.time(() => outcomeOf(p.acquire(), 'code'))
  expect(value, 'what a task got when no connect was answered').toBe('an error with code ETIMEDOUT')
  expect(took, { about: 'the time until the connect was given up', unit: 'ms' }).toBeAbout(params.acquireMs)
})

test('h13 a failed connect rejects one task, and the next one tries for itself', async ({ lab, pool, server }) => {
  const p = await pool({ max: 1, acquireMs: params.acquireMs })
  await server.close()
  const both = await Promise.all([p.acquire(), p.acquire()].map((acquiring) => outcomeOf(acquiring, 'code')))
  const refused = 'an error with code ECONNREFUSED'
  expect(both, 'what two tasks got when every connect is refused').toEqual([refused, refused])
  expect(await opened(lab).count(), 'the number of connects for two tasks').toBe(2)
})

test('h14 use gives its connection back, also when the task throws', async ({ lab, options, accept }) => {
  const tasks = await lab.host('client').load<typeof import('./programs/tasks.ts')>('tests:tasks.ts')
  const outcome = tasks.failThenAsk({ ...options, max: 1, acquireMs: params.acquireMs })
  const first = await accept('a connection for the task that throws')
  const end = closed(lab, first).next({ within: '200ms' })
  await expect(end, 'your FIN on the connection whose task threw').toHappen()
  const second = await accept('a connection for the next task')
  await answer(second)
  await expect(answer(second), 'a third task on the second connection').toHappen()
  const expected = { failure: 'the task failed', answers: ['one!', 'two!'] }
  await expect(outcome, 'what use gave for three tasks').toEqual(expected)
})

test('h15 a line nobody asked for spoils a connection in use, too', async ({ lab, pool, accept }) => {
  const p = await pool({ max: 1 })
  const first = await expect(p.acquire(), 'the first connection').toHappen()
  const peer = await accept('the first connection')
  const reply = first.ask('one')
  await peer.line()
  await peer.send('one!\nfor somebody else\n')
  await expect(reply, 'the answer to the first question').toBe('one!')
  answer(peer).catch(() => {})
  const second = first.ask('two').catch(() => 'an error')
  await expect(second, 'the answer to a second question on it').not.toBe('for somebody else')
  await expect(p.release(first), 'the release of the spoiled connection').toHappen()
  const end = closed(lab, peer).next({ within: '200ms' })
  await expect(end, 'your FIN on a connection in use that got a line').toHappen()
  const next = await expect(p.acquire(), 'a connection after that').toHappen()
  const mine = next.ask('mine?')
  await answer(await accept('a new connection after that'))
  await expect(mine, 'the answer to the next task').toBe('mine?!')
})

test('h16 a connection in use outlives its lifetime until its release', { waits: '2s' }, async ({
  lab,
  pool,
  accept,
}) => {
  const p = await pool({ max: 1, maxLifeMs: 1_000 })
  const old = await expect(p.acquire(), 'the first connection').toHappen()
  const peer = await accept('the first connection')
  const wait = peer.expectSilence('1200ms')
  await expect(wait, 'a connection in use past its lifetime, untouched').toHappen()
  const reply = old.ask('still there?')
  await answer(peer)
  await expect(reply, 'the answer on it').toBe('still there?!')
  await p.release(old)
  const end = closed(lab, peer).next({ within: '200ms' })
  await expect(end, 'your FIN on a connection released after its lifetime').toHappen()
})

test('h17 a connection released as broken makes room for a waiter', async ({ lab, pool, accept }) => {
  const p = await pool({ max: 1 })
  const broken = await expect(p.acquire(), 'the first connection').toHappen()
  const peer = await accept('the first connection')
  const waiting = p.acquire()
  await p.release(broken, { broken: true })
  const end = closed(lab, peer).next({ within: '200ms' })
  await expect(end, 'your FIN on a connection that was released as broken').toHappen()
  const next = await expect(waiting, 'a connection for the waiter').toHappen()
  const reply = next.ask('mine?')
  await answer(await accept('a new connection for the waiter'))
  await expect(reply, 'the answer to the waiter').toBe('mine?!')
})

test('h18 a task waits while all connections are in use', async ({ lab, pool }) => {
  const p = await pool()
  const acquiring = Promise.all(times(params.max, () => p.acquire()))
  const [first] = await expect(acquiring, 'the first connections').toHappen()
  const waiting = p.acquire()
  expect(await outcomeWithin(lab, waiting, 50), 'what one task more than connections got').toBe('still waiting')
  await p.release(first!)
  expect(await outcomeWithin(lab, waiting, 10), 'what it got after a release').toBe('a connection')
})

test('h19 drain leaves no connection behind that was still being opened', { waits: '2900ms' }, async ({
  lab,
  pool,
}) => {
  const p = await pool()
  await lab.link('client', 'server').impair({ delay: '200ms' })
  const waiting = outcomeOf(p.acquire())
  await lab.clock.advance('100ms')
  const drained = p.drain()
  await expect(waiting, 'what a task got when drain was called').toBe('an error')
  await expect(drained, 'the end of drain').toHappen()
  await lab.clock.advance('1500ms')
  const open = (await lab.host('client').sockets()).filter(({ state }) => ['ESTABLISHED', 'CLOSE_WAIT'].includes(state))
  expect(open.length, 'the number of connections that are open after drain').toBe(0)
})

test('h20 a connection that was unused for too long is not handed out', { waits: '2s' }, async ({ lab, pool }) => {
  const p = await pool({ idleMs: 1_000 })
  await p.release(await expect(p.acquire(), 'the first connection').toHappen())
  await lab.clock.advance('1300ms')
  await expect(p.acquire(), 'a connection after a pause').toHappen()
  expect(await opened(lab).count(), 'the number of connections for a task before and one after a long pause').toBe(2)
})

test('h21 drain waits for a lost connection until its release', async ({ lab, pool, accept }) => {
  const p = await pool()
  const lost = await expect(p.acquire(), 'the first connection').toHappen()
  const peer = await accept('the first connection')
  await peer.reset()
  await lab.settle()
  const drained = p.drain()
  const soon = await Promise.race([drained.then(() => 'resolved'), lab.clock.advance(100).then(() => 'still waiting')])
  expect(soon, 'what drain did before a lost connection was released').toBe('still waiting')
  await expect(p.release(lost), 'the release of a lost connection').toHappen()
  await expect(drained, 'the end of drain after the last release').toHappen()
})
