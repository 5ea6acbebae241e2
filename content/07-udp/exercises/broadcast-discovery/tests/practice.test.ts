import { expect, times } from 'ackademy/lab'
import {
  answerOf,
  clientTest,
  EVERY_MS,
  instanceOf,
  NET1,
  PORT,
  printed,
  QUESTION,
  question,
  runServer,
  SERVICE,
  serverTest,
} from './setup.ts'

/** Longest random wait and the way there and back, with room for a busy kernel. */
const ANSWERED_MS = 250
/** One way: two links. */
const DELAY_MS = 2

serverTest('h3 a server has one instance, and another server another', async ({ lab, asker }) => {
  const ask = async (host: string) => {
    await asker.send(QUESTION, [lab.host(host).address(), PORT])
    return (await expect(asker.receive(), `the answer of host ${host}`).toHappen()).text
  }
  const first = await ask('one')
  expect(await ask('one'), 'the second answer of the same server').toBe(first)
  await runServer(lab, 'both')
  const other = await ask('both')
  expect(other !== first, 'two servers have different instances').toBe(true)
})

serverTest('h4 answers are spread over 100 ms', async ({ lab, asker }) => {
  const began = lab.clock.now
  for (const _ of times(60, () => 0)) await asker.send(QUESTION, NET1)
  await lab.clock.advance(ANSWERED_MS)
  const answers = await asker.received()
  expect(answers.length, 'the number of answers to 60 questions').toBe(60)
  // On a busy machine, sending sixty questions takes longer than the first answers do.
  if (lab.backend !== 'simulated') return
  const waits = answers.map(({ at }) => at - began)
  for (const [from, to] of [
    [0, 30],
    [30, 70],
    [70, 110],
  ] as const) {
    const { length } = waits.filter((wait) => wait >= from && wait < to)
    const about = `the number of 60 answers that came ${from} to ${to} ms after the question`
    expect(length, about).toBeGreaterThanOrEqual(1)
  }
  const late = waits.filter((wait) => wait > 105)
  expect(late.length, 'the number of answers after more than 105 ms').toBe(0)
})

serverTest('h5 only its own question is answered', async ({ asker, server }) => {
  const others = [SERVICE.replace('.', 'x'), `${SERVICE} `, `${SERVICE}\n`, '', 'toString']
  for (const text of ['', 'WHO', QUESTION.toLowerCase().replace('who', 'Who'), ...others.map((name) => `WHO ${name}`)])
    await asker.send(text, NET1)
  await asker.send(answerOf(7), NET1)
  await expect(asker.expectSilence(ANSWERED_MS), 'silence after what is no question for this server').toHappen()
  await expect(server.expectAlive(), 'your server, still running').toHappen()
  await asker.send(QUESTION, NET1)
  await expect(asker.receive(), 'the answer to a question after that').toHappen()
})

serverTest('h6 only so many answers wait', { needs: ['virtual-time'] }, async ({ lab, asker }) => {
  for (const _ of times(400, () => 0)) await asker.send(QUESTION, NET1)
  await lab.clock.advance(2 * ANSWERED_MS)
  const { length } = await asker.received()
  // The first answers are sent while the last questions still arrive, so it may be some more than 100.
  expect(length, 'the number of answers to 400 questions at once').toBeLessThanOrEqual(250)
  expect(length, 'the least number of answers to 400 questions at once').toBeGreaterThanOrEqual(100)
  await asker.send(QUESTION, NET1)
  await lab.clock.advance(ANSWERED_MS)
  expect((await asker.received()).length - length, 'the number of answers to one more question').toBe(1)
})

serverTest('h7 a question from source port 0 ends nothing', async ({ lab, asker, server }) => {
  const raw = await lab.host('both').raw()
  await raw.send({ ip: { dst: lab.host('one').address() }, udp: { src: 0, dst: PORT }, payload: QUESTION })
  await lab.clock.advance(ANSWERED_MS)
  await expect(server.expectAlive(), 'your server, still running').toHappen()
  await asker.send(QUESTION, NET1)
  await expect(asker.receive(), 'the answer to the next question').toHappen()
})

clientTest('h8 it asks again and again', { waits: 4 * EVERY_MS }, async ({ discover, one }) => {
  await discover()
  let before = (await question(one)).at
  for (const n of [2, 3]) {
    const { at } = await question(one, `question ${n}`)
    expect(at - before, { about: `the time between question ${n - 1} and ${n}`, unit: 'ms' }).toBeAbout(EVERY_MS)
    before = at
  }
})

clientTest('h9 each instance is found once', { waits: 2 * EVERY_MS }, async ({ lab, discover, one, two, both }) => {
  const client = await discover()
  const asked = [await question(one), await question(two), await question(both)]
  await both.send(answerOf(3), asked[2]!.from)
  await expect(client.line(), 'what the client printed first').toBe(`found ${instanceOf(3)} at 10.0.1.23`)
  await both.send(answerOf(3), asked[2]!.from)
  await two.send(answerOf(3), asked[1]!.from) // as from its other address
  await one.send(answerOf(1), asked[0]!.from)
  await two.send(answerOf(2), asked[1]!.from)
  await lab.clock.advance('50ms')
  const found = (await printed(client)).map((line) => line.split(' ')[1]).sort()
  expect(found, 'the instances that were found').toEqual([1, 2, 3].map(instanceOf))
})

clientTest('h10 what is no answer is ignored', async ({ lab, discover, one }) => {
  const client = await discover()
  const { from } = await question(one)
  const other = SERVICE.replace('.', 'x')
  const instances = [
    instanceOf(1).slice(1),
    `${instanceOf(1)}0`,
    instanceOf(1).replace('1', 'g'),
    '',
    `${instanceOf(1)}\n`,
  ]
  for (const text of [
    '',
    QUESTION,
    `am ${SERVICE} ${instanceOf(1)}`,
    answerOf(1, other),
    `${answerOf(1)} more`,
    ...instances.map((one) => `AM ${SERVICE} ${one}`),
  ])
    await one.send(text, from)
  await lab.clock.advance('50ms')
  expect(await printed(client), 'what the client printed after no answer at all').toEqual([])
  await one.send(answerOf(2), from)
  await expect(client.line(), 'what the client printed after an answer').toBe(`found ${instanceOf(2)} at 10.0.1.21`)
})

clientTest(
  'h11 a server that misses three questions is gone',
  { waits: 8 * EVERY_MS },
  async ({ lab, discover, one }) => {
    const client = await discover()
    await one.send(answerOf(1), (await question(one)).from)
    await expect(client.line(), 'what the client printed first').toBe(`found ${instanceOf(1)} at 10.0.1.21`)
    for (const _ of [1, 2]) await question(one)
    const third = await question(one)
    await lab.clock.advance(0.8 * EVERY_MS)
    expect((await printed(client)).length, 'the number of lines while the third answer may still come').toBe(1)
    await one.send(answerOf(1), third.from)
    for (const _ of [1, 2]) await question(one)
    const last = await question(one)
    expect((await printed(client)).length, 'the number of lines before the third question has gone by again').toBe(1)
    const gone = client.line({ within: 2 * EVERY_MS })
    await expect(gone, 'what the client printed after three missed questions').toBe(`gone ${instanceOf(1)}`)
    const asked = last.at - DELAY_MS
    expect(lab.clock.now - asked, { about: 'the time from the third missed question to gone', unit: 'ms' }).toBeAbout(
      EVERY_MS,
    )
  },
)

clientTest('h12 a server that comes back is found again', { waits: 7 * EVERY_MS }, async ({ discover, one }) => {
  const client = await discover()
  const { from } = await question(one)
  await one.send(answerOf(1), from)
  await client.line()
  const gone = client.line({ within: 5 * EVERY_MS })
  await expect(gone, 'what the client printed after three missed questions').toBe(`gone ${instanceOf(1)}`)
  await one.send(answerOf(1), from)
  const found = `found ${instanceOf(1)} at 10.0.1.21`
  await expect(client.line(), 'what the client printed when the server was back').toBe(found)
})

clientTest('h13 a server on its own host is found, too', async ({ lab, discover }) => {
  const own = await lab.host('client').udp(PORT)
  const client = await discover()
  const asked = await question(own, 'the question on the client’s own host')
  await own.send(answerOf(4), asked.from)
  const found = new RegExp(`^found ${instanceOf(4)} at 10\\.0\\.[12]\\.10$`)
  await expect(client.line(), 'what the client printed when its own host answered').toMatch(found)
})

clientTest(
  'h14 an interface that is down stops nothing',
  { waits: 6 * EVERY_MS },
  async ({ lab, discover, one, two }) => {
    const client = await discover()
    await question(one)
    await lab.host('client').setInterface('eth1', 'down')
    await lab.clock.advance(1.5 * EVERY_MS)
    await expect(client.expectAlive(), 'your client, still running').toHappen()
    const asked = await question(one, 'a question on the other network')
    await one.send(answerOf(1), asked.from)
    await expect(client.line(), 'what the client printed after an answer').toBe(`found ${instanceOf(1)} at 10.0.1.21`)
    await lab.host('client').setInterface('eth1', 'up')
    const { length } = await two.received()
    await lab.clock.advance(1.5 * EVERY_MS)
    const more = (await two.received()).length - length
    expect(more, 'the number of questions on a network that is back').toBeGreaterThanOrEqual(1)
  },
)

clientTest('h15 the list has an end', { needs: ['virtual-time'] }, async ({ lab, discover, one }) => {
  const client = await discover()
  const { from } = await question(one)
  for (const n of times(130, (n) => n)) await one.send(answerOf(n), from)
  await lab.clock.advance('60ms')
  expect((await printed(client)).length, 'the number of instances found when 130 answered').toBe(100)
})
