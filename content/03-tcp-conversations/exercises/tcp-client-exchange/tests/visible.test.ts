import { answerLines, expect } from 'ackademy/lab'
import { params } from './params.ts'
import { expectAnswers, expectError, outcomeOf, reply, test } from './setup.ts'

test('v1 three questions, three answers', { waits: params.deadline + 500 }, async ({ ask, accept }) => {
  const answers = ask('one', 'two', 'three')
  const server = await accept()
  const asked = answerLines(server, 3, (line) => reply(`${line}!`))
  await expect(asked, 'your three questions').toEqual(['one', 'two', 'three'])
  await expectAnswers(answers, ['one!', 'two!', 'three!'])
})

test('v2 nobody listens', { waits: '3s' }, async ({ client }) => {
  const refused = outcomeOf(client.ask('server', params.port + 1, ['one']))
  await expectError(refused, 'ECONNREFUSED', [], 'where nobody listens')
})
