import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { test } from './setup.ts'

test('h3 a request in progress is answered first', async ({ lab, client, server }) => {
  await client.send('one\ntwo\n')
  await lab.clock.advance(params.workMs / 2)
  await server.kill('SIGTERM')
  await expect(client.rest(), 'what a client hears with two requests at work').toBe('heard one\nheard two\n')
  await client.end()
  const { code } = await expect(server.exited({ within: '500ms' }), 'your program’s end').toHappen()
  expect(code, 'the exit status').toBe(0)
})

test('h4 a client that is told and stays is waited for, but not longer', { waits: params.graceMs + 1_500 }, async ({
  lab,
  client,
  server,
}) => {
  await expect(client.ask('hello\n'), 'the answer to hello').toBe('heard hello')
  const { took, value: exit } = await lab.clock.time(async () => {
    await server.kill('SIGTERM')
    const ended = server.exited({ within: params.graceMs + 500 })
    return expect(ended, 'your program’s end while a client stays').toHappen()
  })
  expect(took, 'the time from SIGTERM to the end of your program').toBeAbout(params.graceMs)
  expect(exit.code, 'the exit status after the grace period').toBe(1)
})

test('h5 before the signal, an answered client stays connected', async ({ client }) => {
  for (const word of ['one', 'two'])
    await expect(client.ask(`${word}\n`), `the answer to ${word}`).toBe(`heard ${word}`)
})

test('h6 a request that arrives while another is in progress is answered', async ({ lab, client, server }) => {
  await client.send('one\n')
  await lab.clock.advance(params.workMs / 2)
  await server.kill('SIGTERM')
  await client.send('two\n')
  const heard = 'what a client hears that sends a second request'
  await expect(client.rest(), heard).toBe('heard one\nheard two\n')
  const last = await lab.capture('tcp.payload contains "heard two"').next()
  const fin = await lab.capture('ip.src == 10.0.9.2 && tcp.flags.fin == 1').next()
  expect(fin.at - last.at, 'the time from the last answer to your FIN').toBeWithin('5ms')
})

test('h7 the time to wait starts with the signal', { waits: params.graceMs + 1_500 }, async ({
  lab,
  client,
  server,
}) => {
  await client.send('one\n')
  await lab.clock.advance(params.workMs / 2)
  const { took } = await lab.clock.time(async () => {
    await server.kill('SIGTERM')
    await expect(client.line(), 'the answer to a request from before the signal').toBe('heard one')
    const ended = server.exited({ within: params.graceMs + 500 })
    return expect(ended, 'your program’s end while a client stays').toHappen()
  })
  expect(took, 'the time from SIGTERM to the end of your program').toBeAbout(params.graceMs)
})
