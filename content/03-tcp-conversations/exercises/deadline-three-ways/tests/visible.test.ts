import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { test } from './setup.ts'

test('v1 two questions over one connection', { waits: '3s', leaks: { listeners: [params.port] } }, async ({ pair }) => {
  const { caller, peer } = await pair()
  for (const question of ['one', 'two']) {
    const answer = caller.ask(question)
    expect(await peer.line()).toBe(question)
    await peer.send(`${question}!\n`)
    expect(await answer, 'what ask() gave').toBe(`${question}!`)
  }
  await caller.close()
  await peer.expectEnd()
  await peer.end()
})

test('v2 a host that never answers', { waits: params.connectMs + 500 }, async ({ lab, connect, loseSyns }) => {
  await loseSyns()
  const { took } = await lab.clock.time(() =>
    expect(connect(), 'the error of connect()').rejects.toMatchObject({ timeout: true, phase: 'connect' }),
  )
  expect(took, 'the time from connect() to the rejection').toBeAbout(params.connectMs)
})
