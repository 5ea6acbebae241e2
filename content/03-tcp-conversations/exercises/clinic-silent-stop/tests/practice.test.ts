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
  const heard = client.rest({ within: '3s' })
  await expect(heard, 'what a client hears that kept sending').toBe('ERR record 1 is too long\n')
  await lab.settle({ within: '3s' })
  const unsent = (await lab.host('client').sockets()).filter(({ remote, state }) => remote && state !== 'TIME_WAIT')
  expect(unsent.length, 'the number of connections whose client cannot send the rest').toBe(0)
})

test('h4 empty records count', async ({ client }) => {
  await client.send('\n\none\n')
  await client.end()
  await expect(client.rest(), 'the answer to three records, two of them empty').toBe('OK 3\n')
})

test('h5 the error comes at once and nothing overtakes it', async ({ lab, client }) => {
  await client.send('x'.repeat(params.maxLine + 1)) // its newline may never come
  await expect(client.line(), 'the answer while the client still has more to send').toBe('ERR record 1 is too long')
  await expect(client.expectEnd(), 'your FIN after the error').toHappen()
  await client.send('\nmore\n')
  await client.end()
  await lab.settle()
  const resets = await lab.capture('ip.src == 10.0.9.2 && tcp.flags.reset == 1').count()
  expect(resets, { about: 'the number of resets (RST) your server sent', unit: 'packets' }).toBe(0)
})

test('h6 the limit counts bytes', async ({ client }) => {
  await client.send(`${'€'.repeat(params.maxLine / 3 + 1)}\n`) // fewer characters than the limit, and more bytes
  await client.end()
  await expect(client.rest(), 'the answer to too many bytes in few characters').toBe('ERR record 1 is too long\n')
})

test('h7 the client can take its time for the rest', { waits: '31s' }, async ({ lab, client }) => {
  await client.send(long)
  await expect(client.line(), 'the answer while the client still has more to send').toBe('ERR record 1 is too long')
  await expect(client.expectEnd(), 'your FIN after the error').toHappen()
  await client.send('more\n', { times: 6, gap: '5s' })
  await client.end()
  await lab.settle({ quiet: '6s', within: '45s' })
  const resets = await lab.capture('ip.src == 10.0.9.2 && tcp.flags.reset == 1').count()
  expect(resets, { about: 'the number of resets (RST) your server sent', unit: 'packets' }).toBe(0)
})
