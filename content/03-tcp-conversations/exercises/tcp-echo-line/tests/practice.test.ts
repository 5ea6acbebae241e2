import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { test } from './setup.ts'

test.schedules('h3 the stream may be cut anywhere', { delimiters: ['\n', '€'] }, async ({ client }) => {
  await client.send(['PING\r\n', 'costs 5 €\n', 'PING\n'])
  expect(await client.lines(3)).toEqual(['PONG', `${params.prefix}costs 5 €`, 'PONG'])
})

test('h4 the last line may lack its newline', async ({ client }) => {
  await client.send('PING\nlast')
  await client.end()
  expect(await client.rest()).toBe(params.tail === 'echo' ? `PONG\n${params.prefix}last\n` : 'PONG\n')
})

test('h5 the longest line is answered, a longer one refused', async ({ client }) => {
  const longest = 'x'.repeat(params.maxLine)
  expect(await client.ask(`${longest}\n`)).toBe(`${params.prefix}${longest}`)
  await client.send(`${longest}x`)
  expect(await client.line()).toBe('ERR too long')
  await client.expectEnd()
})

test('h6 nothing after QUIT is answered', async ({ client }) => {
  await client.send('QUIT\nPING\nPING\n')
  expect(await client.rest()).toBe('BYE\n')
})

test('h7 an empty line is a line', async ({ client }) => {
  expect(await client.ask('\n')).toBe(params.prefix)
})

test('h8 a reset ends one client, not the server', { leaks: { listeners: [params.port] } }, async ({
  client,
  connect,
  server,
}) => {
  await client.send('half a li')
  await client.reset()
  expect(await (await connect()).ask('PING\n', { within: '50ms' })).toBe('PONG')
  await server.expectAlive()
})

test('h9 BYE waits for a reader who is behind', { waits: '3s' }, async ({ connect, lab }) => {
  const client = await connect({ receiveBuffer: 65_536 })
  await client.pause()
  const line = `${'x'.repeat(1023)}\n`
  await client.send(line, { times: 1024 })
  await client.send('QUIT\n')
  await lab.settle({ within: '3s' })
  await client.resume()
  expect(await client.rest({ within: '3s' })).toBe(`${`${params.prefix}${line}`.repeat(1024)}BYE\n`)
})
