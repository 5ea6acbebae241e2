import { bytes, seededValues, times } from 'ackademy/lab'
import { expectAnswers, reply, test } from './setup.ts'

test('h17 thirty answers of drawn lengths arrive in drawn pieces', { waits: '3s' }, async ({ ask, accept, lab }) => {
  const draw = seededValues(lab, 'answers')
  const texts = times(30, (i) => `${i}${'€'.repeat(draw.integer(0, 9))}`)
  const answers = ask(...times(30, (i) => `question ${i}`))
  const server = await accept()
  const stream = bytes(reply(...texts))
  for (let from = 0, to = 0; from < stream.length; from = to) {
    to = from + draw.integer(1, 40)
    await server.send(stream.subarray(from, to))
  }
  await expectAnswers(answers, texts)
})
