import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { outcomeOf, test } from './setup.ts'

test('v1 two questions over one connection', { waits: '3s', leaks: { listeners: [params.port] } }, async ({ pair }) => {
  const { caller, peer } = await pair()
  for (const question of ['one', 'two']) {
    const answer = outcomeOf(caller.ask(question))
    await expect(peer.line(), `your question ${question}`).toBe(question)
    await peer.send(`${question}!\n`)
    await expect(answer, `what ask('${question}') came to`).toBe(`the answer ${question}!`)
  }
  await caller.close()
  await expect(peer.expectEnd(), 'your FIN after close()').toHappen()
  await peer.end()
})

test('v2 a host that never answers', { waits: params.connectMs + 500 }, async ({ lab, connect, loseSyns }) => {
  await loseSyns()
  const { took, value } = await lab.clock.time(() => outcomeOf(connect()))
  expect(value, 'what connect() came to').toBe('a timeout in phase connect')
  expect(took, { about: 'the time from connect() to its rejection', unit: 'ms' }).toBeAbout(params.connectMs)
})
