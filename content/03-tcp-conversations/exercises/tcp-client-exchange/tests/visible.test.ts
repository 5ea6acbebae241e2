import { answerLines, expect } from 'ackademy/lab'
import { params } from './params.ts'
import { reply, test } from './setup.ts'

test('v1 three questions, three answers', { waits: '3s' }, async ({ ask, accept }) => {
  const answers = ask('one', 'two', 'three')
  const server = await accept()
  const asked = await answerLines(server, 3, (line) => reply(`${line}!`))
  expect(asked, 'the questions that the server got').toEqual(['one', 'two', 'three'])
  expect(await answers, 'what ask() gave').toEqual(['one!', 'two!', 'three!'])
})

test('v2 nobody listens', { waits: '3s' }, async ({ client }) => {
  await expect(client.ask('server', params.port + 1, ['one']), 'the error of ask()').rejects.toMatchObject({
    code: 'ECONNREFUSED',
    replies: [],
  })
})
