import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { long, test } from './setup.ts'

test('h3 a client that keeps sending can still read the error', { waits: '3s' }, async ({ lab, client }) => {
  await client.pause()
  await client.send(long)
  await client.send(`${'y'.repeat(999)}\n`, { times: 500 })
  await client.end()
  await lab.settle({ within: '3s' })
  await client.resume()
  expect(await client.rest({ within: '3s' })).toBe('ERR record 1 is too long\n')
})

test('h4 empty records count', async ({ client }) => {
  await client.send('\n\none\n')
  await client.end()
  expect(await client.rest()).toBe('OK 3\n')
})

test('h5 the error comes at once and nothing overtakes it', async ({ lab, client }) => {
  await client.send(long)
  expect(await client.line(), 'what is said while the client still has more to send').toBe('ERR record 1 is too long')
  await client.expectEnd()
  await client.send('more\n')
  await client.end()
  await lab.settle()
  const resets = await lab.capture('ip.src == 10.0.9.2 && tcp.flags.reset == 1').count()
  expect(resets, 'the number of RSTs of the server').toBe(0)
})

test('h6 the limit counts bytes', async ({ client }) => {
  await client.send(`${'€'.repeat(params.maxLine / 3 + 1)}\n`) // fewer characters than the limit, and more bytes
  await client.end()
  expect(await client.rest()).toBe('ERR record 1 is too long\n')
})

test('h7 the client can take its time for the rest', { waits: '31s' }, async ({ lab, client }) => {
  await client.send(long)
  await client.line()
  await client.expectEnd()
  await client.send('more\n', { times: 6, gap: '5s' })
  await client.end()
  await lab.settle({ quiet: '6s', within: '45s' })
  const resets = await lab.capture('ip.src == 10.0.9.2 && tcp.flags.reset == 1').count()
  expect(resets, 'the number of RSTs of the server').toBe(0)
})
