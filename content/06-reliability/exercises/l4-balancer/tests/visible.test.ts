import { expect } from 'ackademy/lab'
import { test } from './setup.ts'

test('v1 three clients get three backends', async ({ connect, accept, counts }) => {
  const client = await connect()
  const backend = await accept('b1')
  await connect()
  await accept('b2')
  await connect()
  await accept('b3')
  await client.send('hello\n')
  await expect(backend.line(), 'what b1 hears').toBe('hello')
  await backend.send('you too\n')
  await expect(client.line(), 'what the client of b1 hears').toBe('you too')
  expect(await counts(), 'the connections of each backend').toBe('b1: 1, b2: 1, b3: 1')
})

test('v2 a closed half closes that half, and no more', async ({ join }) => {
  const { client, backend } = await join('b1')
  await client.send('question')
  await client.end()
  await expect(backend.rest(), 'what the backend hears up to the FIN').toBe('question')
  await backend.send('answer')
  await backend.end()
  await expect(client.rest(), 'what the client hears up to the FIN').toBe('answer')
})
