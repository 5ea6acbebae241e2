import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { test } from './setup.ts'

test('h3 what is at work is answered first', async ({ lab, client, server }) => {
  await client.send('one\ntwo\n')
  await lab.clock.advance(params.workMs / 2)
  await server.kill('SIGTERM')
  expect(await client.rest()).toBe('heard one\nheard two\n')
  await client.end()
  expect(await server.exited({ within: '500ms' })).toMatchObject({ code: 0 })
})

test('h4 who is told and does not go is waited for so long, and no longer', { waits: params.graceMs + 1_500 }, async ({
  lab,
  client,
  server,
}) => {
  await client.ask('hello\n')
  const { took } = await lab.clock.time(async () => {
    await server.kill('SIGTERM')
    expect(await server.exited({ within: params.graceMs + 500 })).toMatchObject({ code: 1 })
  })
  expect(took, 'the time from the signal to the exit').toBeAbout(params.graceMs)
})

test('h5 before the signal, who is answered stays', async ({ client }) => {
  for (const word of ['one', 'two']) expect(await client.ask(`${word}\n`)).toBe(`heard ${word}`)
})
