import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { test } from './setup.ts'

test('h3 a request in progress is answered first', async ({ lab, client, server }) => {
  await client.send('one\ntwo\n')
  await lab.clock.advance(params.workMs / 2)
  await server.kill('SIGTERM')
  expect(await client.rest(), 'all that was answered').toBe('heard one\nheard two\n')
  await client.end()
  expect((await server.exited({ within: '500ms' })).code, 'the exit code').toBe(0)
})

test('h4 a client that is told and stays is waited for, but not longer', { waits: params.graceMs + 1_500 }, async ({
  lab,
  client,
  server,
}) => {
  await client.ask('hello\n')
  const { took, value: exit } = await lab.clock.time(async () => {
    await server.kill('SIGTERM')
    return server.exited({ within: params.graceMs + 500 })
  })
  expect(took, 'the time from the signal to the exit').toBeAbout(params.graceMs)
  expect(exit.code, 'the exit code').toBe(1)
})

test('h5 before the signal, an answered client stays connected', async ({ client }) => {
  for (const word of ['one', 'two']) expect(await client.ask(`${word}\n`)).toBe(`heard ${word}`)
})

test('h6 a request that arrives while another is in progress is answered', async ({ lab, client, server }) => {
  await client.send('one\n')
  await lab.clock.advance(params.workMs / 2)
  await server.kill('SIGTERM')
  await client.send('two\n')
  expect(await client.rest(), 'all that was answered').toBe('heard one\nheard two\n')
  const last = await lab.capture('tcp.payload contains "heard two"').next()
  const fin = await lab.capture('ip.src == 10.0.9.2 && tcp.flags.fin == 1').next()
  expect(fin.at - last.at, "the time from the last answer to the server's FIN").toBeWithin('5ms')
})
