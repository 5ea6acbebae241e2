import { expect, times } from 'ackademy/lab'
import { params } from './params.ts'
import { outcomeOf, test } from './setup.ts'

test('v1 questions are answered, more of them than may be asked at once', async ({ service, question }) => {
  for (const n of times(params.most + 1, (i) => i + 1)) {
    const what = n > params.most ? 'the question after answered ones' : `question ${n}`
    const answer = outcomeOf(service.ask(`apples ${n}`))
    const { peer, line } = await question(what)
    expect(line, what).toBe(`apples ${n}`)
    await peer.send(`they cost ${n}\n`)
    await expect(answer, `the answer to ${what}`).toBe(`they cost ${n}`)
  }
})

test('v2 after questions without an answer, the next one is asked', { waits: params.answerMs + 1_500 }, async ({
  service,
  question,
  hang,
}) => {
  await hang()
  const answer = outcomeOf(service.ask('apples'))
  const { peer } = await question('the question after the unanswered ones')
  await peer.send('apples cost 3\n')
  await expect(answer, 'the answer after the unanswered questions').toBe('apples cost 3')
})
