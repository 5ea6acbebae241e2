import { expect, times } from 'ackademy/lab'
import { params } from './params.ts'
import { asked, closed, opened, outcomeOf, test } from './setup.ts'

const waits = 2 * params.answerMs + 1_500

test('h3 a question that fails closes its connection', { waits }, async ({ lab, hang }) => {
  for (const peer of await hang()) {
    const end = closed(lab, peer).next({ within: '50ms' })
    await expect(end, 'your FIN on a connection without an answer').toHappen()
  }
})

test('h4 after failures, as many are asked at once as before', { waits }, async ({ lab, service, hang }) => {
  await hang()
  const start = lab.clock.now
  const outcomes = times(2 * params.most, (n) => outcomeOf(service.ask(`again ${n + 1}`)))
  await lab.clock.advance('100ms')
  const syns = (await opened(lab).all()).filter(({ at }) => at >= start)
  const about = `the number of connections for ${outcomes.length} questions after failures`
  expect(syns.length, about).toBe(params.most)
})

test('h5 a waiting question gets the place, and all its time', { waits }, async ({ lab, service, question }) => {
  const start = lab.clock.now
  const hung = times(params.most, (n) => outcomeOf(service.ask(`hang ${n + 1}`)))
  for (const n of hung.keys()) await question(`unanswered question ${n + 1}`)
  const answers = ['first', 'second'].map((name) => outcomeOf(service.ask(name)))
  const one = await question('the first question that waited', params.answerMs + 100)
  const two = await question('the second question that waited')
  expect([one.line, two.line], 'the questions that waited').toEqual(['first', 'second'])
  const syns = await opened(lab).all()
  const time = { about: 'the time until a waiting question was asked', unit: 'ms' }
  expect(syns[params.most]!.at - start, time).toBeBetween(params.answerMs - 1, params.answerMs)
  await lab.clock.advance(0.7 * params.answerMs)
  for (const { peer, line } of [one, two]) await peer.send(`${line}!\n`)
  await expect(answers[0]!, 'the answer to the first question that waited').toBe('first!')
  await expect(answers[1]!, 'the answer to the second question that waited').toBe('second!')
})

test('h6 no question is repeated', { waits: 3 * params.answerMs + 1_500 }, async ({ lab, hang }) => {
  await hang()
  await lab.clock.advance(2 * params.answerMs)
  expect(await asked(lab).count(), `the number of lines sent for ${params.most} questions`).toBe(params.most)
})

test.each({ closed: 'end', reset: 'reset' } as const)(
  'h7 a question whose connection is closed leaves its place',
  async (how, { service, question }) => {
    for (const n of times(params.most, (i) => i + 1)) {
      const outcome = outcomeOf(service.ask(`lost ${n}`))
      await (await question(`question ${n}`)).peer[how]()
      await expect(outcome, 'what a question whose connection is closed came to').toBe('an error')
    }
    const answer = outcomeOf(service.ask('apples'))
    const { peer } = await question('the question after closed ones')
    await peer.send('apples cost 3\n')
    await expect(answer, 'the answer after closed connections').toBe('apples cost 3')
  },
)

test('h8 half an answer gives no more time', { waits }, async ({ lab, service, question }) => {
  const outcome = lab.clock.time(() => outcomeOf(service.ask('apples')))
  const { peer } = await question('the question')
  for (const piece of ['app', 'les']) {
    await lab.clock.advance(0.3 * params.answerMs)
    await peer.send(piece)
  }
  const { took, value } = await expect(outcome, 'the end of a question with half an answer').toHappen()
  expect(value, 'what a question with half an answer came to').toBe('an error')
  expect(took, { about: 'the time for half an answer', unit: 'ms' }).toBeBetween(params.answerMs - 1, params.answerMs)
})

test('h9 the time includes connecting', { waits }, async ({ lab, service }) => {
  await lab.link('client', 'server').drop('tcp.flags.syn == 1', { count: Infinity })
  const outcome = lab.clock.time(() => outcomeOf(service.ask('apples')))
  const { took, value } = await expect(outcome, 'the end of a question without a connection').toHappen()
  expect(value, 'what a question without a connection came to').toBe('an error')
  expect(took, { about: 'the time for a question without a connection', unit: 'ms' }).toBeBetween(
    params.answerMs - 1,
    params.answerMs,
  )
})
