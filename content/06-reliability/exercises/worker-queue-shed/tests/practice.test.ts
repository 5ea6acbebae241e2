import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { answers, FULL, k, MOST_WAITING, questions, SOON, sorted, test } from './setup.ts'

test('h3 the oldest question begins first, whoever asked', { waits: '3s' }, async ({ client, connect }) => {
  const other = await connect()
  await client.send(questions(2 * k))
  await expect(client.ask('ping\n'), 'the answer to ping, after the first client asked').toBe(`pong ${k} ${k}`)
  await other.send(questions(k, { first: 50 }))
  await expect(other.ask('ping\n'), 'the answer to ping, after both asked').toBe(`pong ${k} ${2 * k}`)
  await client.send(questions(k, { first: 90 }))
  for (const [about, first] of [
    ['the first answers', 1],
    ['the next answers', k + 1],
    ['the last answers', 90],
  ] as const)
    await expect(client.lines(k).then(sorted), `${about} to the first client`).toEqual(answers(k, { first }))
  await expect(other.lines(k).then(sorted), 'all answers of the other client').toEqual(answers(k, { first: 50 }))
})

test('h4 a question that waits too long is told so in time', async ({ lab, client }) => {
  await client.send(`${questions(k)}70 @100 tea\n71 @300 tea\n`)
  const { value, took } = await lab.clock.time(() => client.line())
  expect(value, 'the first answer').toBe('70 late')
  expect(took, { about: 'the time until the question was late', unit: 'ms' }).toBeBetween(100, 100 + SOON)
  await expect(client.lines(k).then(sorted), 'the answers to the questions in work').toEqual(answers(k))
  await expect(client.line(), 'the answer to a question that began in time').toBe('71 tea costs 3 euros')
})

test('h5 late questions make room and cost no work', async ({ lab, client }) => {
  await client.send(questions(k) + questions(MOST_WAITING, { first: 50, ms: 80 }))
  const late = answers(MOST_WAITING, { first: 50, text: 'late' })
  await expect(client.lines(MOST_WAITING).then(sorted), 'the answers to questions of 80 ms').toEqual(late)
  await expect(client.ask('ping\n'), 'the answer to ping, after the deadlines').toBe(`pong ${k} 0`)
  await client.send(questions(1, { first: 90 }))
  await expect(client.lines(k).then(sorted), 'the answers to the questions in work').toEqual(answers(k))
  const { value, took } = await lab.clock.time(() => client.line())
  expect(value, 'the answer to a question after the late ones').toBe('90 tea costs 3 euros')
  expect(took, { about: 'the time for it, once a worker was free', unit: 'ms' }).toBeWithin(params.workMs + SOON)
})

for (const [id, how] of [
  ['h6', 'reset'],
  ['h12', 'end'],
] as const)
  test(`${id} nobody works for a client that has gone by ${how === 'end' ? 'FIN' : 'RST'}`, async ({
    lab,
    client,
    connect,
  }) => {
    const other = await connect()
    const start = lab.clock.now
    await other.send(questions(FULL))
    await lab.clock.advance('30ms')
    await expect(client.ask('ping\n'), 'the answer to ping, with a full queue').toBe(`pong ${k} ${MOST_WAITING}`)
    await other[how]()
    await lab.clock.advance('30ms')
    await expect(client.ask('ping\n'), 'the answer to ping, after the client had gone').toBe(`pong ${k} 0`)
    await client.send(questions(1))
    const { value, took } = await lab.clock.time(() => client.line())
    expect(value, 'the answer to another client').toBe('1 tea costs 3 euros')
    const about = { about: 'the time for the answer to another client', unit: 'ms' }
    expect(took, about).toBeBetween(params.workMs + 20, 2 * params.workMs)
    const all = { about: 'the time from the questions of the client that had gone to this answer', unit: 'ms' }
    expect(lab.clock.now - start, all).toBeWithin(2 * params.workMs + 40)
  })

test('h7 failed work costs no worker', async ({ lab, client }) => {
  await client.send(questions(k, { item: 'bad tea' }) + questions(k, { first: 50 }))
  const errors = answers(k, { text: 'error' })
  await expect(client.lines(k).then(sorted), 'the answers to questions that fail').toEqual(errors)
  const { value, took } = await lab.clock.time(() => client.lines(k))
  expect(sorted(value), 'the answers after the failures').toEqual(answers(k, { first: 50 }))
  expect(took, { about: 'the time for them', unit: 'ms' }).toBeWithin(params.workMs + 20)
  await expect(client.ask('ping\n'), 'the answer to ping, after all work').toBe('pong 0 0')
})

test('h8 ping is answered at once, however full it is', async ({ lab, client, connect }) => {
  await client.send(questions(FULL))
  const other = await connect()
  const { value, took } = await lab.clock.time(() => other.ask('ping\n'))
  expect(value, 'the answer to ping, with a full queue').toBe(`pong ${k} ${MOST_WAITING}`)
  expect(took, { about: 'the time for the answer to ping', unit: 'ms' }).toBeWithin(SOON)
})

test('h9 under lasting overload the workers still help', { waits: '12s' }, async ({ lab, client }) => {
  const everyMs = params.workMs / k / 1.5
  const total = Math.floor(8_000 / everyMs)
  const reading = client.lines(total, { within: '10s' })
  for (let n = 1; n <= total; n++) {
    await client.send(questions(1, { first: n, ms: 700 }))
    await lab.clock.advance(everyMs)
  }
  const { value, took } = await lab.clock.time(() => expect(reading, 'an answer to each question').toHappen())
  expect(took, { about: 'the time from the last question to the last answer', unit: 'ms' }).toBeWithin(1_000)
  const isLate = (line: string) => Number.parseInt(line, 10) > total / 2
  const helped = value.filter((line) => isLate(line) && line.endsWith('euros')).length
  const about = { about: 'the number of prices for the questions of the last 4 s', unit: 'prices' }
  expect(helped, about).toBeGreaterThanOrEqual(Math.floor((0.95 * 4_000 * k) / params.workMs))
})

test('h10 SIGTERM finishes what was admitted, and nothing else', { waits: '4s' }, async ({ lab, client, server }) => {
  await client.send(questions(FULL))
  await expect(client.ask('ping\n'), 'the answer to ping, with a full queue').toBe(`pong ${k} ${MOST_WAITING}`)
  const answered = client.lines(k)
  await expect(answered.then(sorted), 'the first answers').toEqual(answers(k))
  await server.kill('SIGTERM')
  await expect(client.ask('99 @9000 tea\n'), 'the answer to a question after SIGTERM').toBe('99 busy')
  const connecting = lab.host('client').connect('server', params.port)
  const outcome = connecting.then(
    () => 'accepted',
    () => 'refused',
  )
  await expect(outcome, 'a connection after SIGTERM').toBe('refused')
  const rest = client.lines(MOST_WAITING).then(sorted)
  await expect(rest, 'the answers after SIGTERM').toEqual(answers(MOST_WAITING, { first: k + 1 }))
  await expect(client.expectEnd(), 'your FIN after the last answer').toHappen()
  const { code } = await expect(server.exited({ within: '1100ms' }), 'the end of your program').toHappen()
  expect(code, 'the exit code').toBe(0)
})

test('h11 SIGTERM ends a server that has nothing to do', async ({ client, server }) => {
  await expect(client.ask('ping\n'), 'the answer to ping').toBe('pong 0 0')
  await server.kill('SIGTERM')
  await expect(client.expectEnd(), 'your FIN to a client that asked nothing').toHappen()
  const { code } = await expect(server.exited({ within: '1100ms' }), 'the end of your program').toHappen()
  expect(code, 'the exit code').toBe(0)
})
