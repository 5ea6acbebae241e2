import { bytes, expect, type Lab } from 'ackademy/lab'
import { params } from './params.ts'
import { test } from './setup.ts'

const longest = 'x'.repeat(params.maxLine)
const euro = bytes('€')
const resetsOf = (lab: Lab) => lab.capture('ip.src == 10.0.9.2 && tcp.flags.reset == 1').count()

test.schedules('h3 the stream may be cut anywhere', { delimiters: ['\n', '€'] }, async ({ client }) => {
  await client.send(['PING\r\n', 'costs 5 €\n', 'PING\n'])
  expect(await client.lines(3)).toEqual(['PONG', `${params.prefix}costs 5 €`, 'PONG'])
})

test('h4 the last line may lack its newline', async ({ client, connect }) => {
  const isLine = params.tail === 'echo'
  await client.send('PING\nlast')
  await client.end()
  expect(await client.rest()).toBe(isLine ? `PONG\n${params.prefix}last\n` : 'PONG\n')
  const other = await connect()
  await other.send('last\nPING')
  await other.end()
  expect(await other.rest()).toBe(isLine ? `${params.prefix}last\nPONG\n` : `${params.prefix}last\n`)
})

test('h5 the longest line is answered, a longer one refused', async ({ client }) => {
  await client.send([longest, '\nPING\n'])
  expect(await client.lines(2)).toEqual([`${params.prefix}${longest}`, 'PONG'])
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

test('h10 what is no command comes back as it is', async ({ client }) => {
  for (const line of ['ping', 'QUIT now', ' two  words ', 'a\rb'])
    expect(await client.ask(`${line}\n`)).toBe(`${params.prefix}${line}`)
})

test('h11 the length of a line is counted in bytes', async ({ client }) => {
  await client.send('€'.repeat(params.maxLine / 3 + 1))
  expect(await client.line()).toBe('ERR too long')
})

test('h12 whoever sends on reads the error all the same', { leaks: { listeners: [params.port] } }, async ({
  client,
  lab,
}) => {
  await client.send(`${longest}x\n`)
  await client.send(`${'y'.repeat(999)}\n`, { times: 100 })
  await lab.clock.advance('1s')
  await client.send('and so on\n')
  expect(await client.line()).toBe('ERR too long')
  await client.expectEnd()
  await client.end()
  await lab.settle()
  expect(await resetsOf(lab), 'the number of RSTs of the server').toBe(0)
})

test('h13 each client has a conversation of its own', async ({ client, connect, lab }) => {
  await client.send(bytes('costs 5 ', euro.subarray(0, 1)))
  await lab.settle()
  const other = await connect()
  await other.send('PING\nQUIT\n')
  expect(await other.rest(), 'what another client heard').toBe('PONG\nBYE\n')
  await client.send(bytes(euro.subarray(1), '\n'))
  expect(await client.line(), 'the answer to the line in the middle of which the other came').toBe(
    `${params.prefix}costs 5 €`,
  )
  expect(await (await connect()).ask('PING\n')).toBe('PONG')
})

test('h14 who ends after a whole line has said everything', async ({ client }) => {
  await client.send('PING\n')
  await client.end()
  expect(await client.rest(), 'all that the client heard').toBe('PONG\n')
})

test('h15 the last line may stop within a character', async ({ client }) => {
  await client.send(bytes('costs 5 ', euro.subarray(0, 1)))
  await client.end()
  const heard = params.tail === 'echo' ? `${params.prefix}costs 5 \ufffd\n` : ''
  expect(await client.rest(), 'all that the client heard').toBe(heard)
})

test('h16 the \\r counts as a byte of the line', async ({ client, connect }) => {
  await client.send(`${longest.slice(1)}\r\n`)
  expect(await client.line(), 'the answer to the longest line with a \\r').toBe(`${params.prefix}${longest.slice(1)}`)
  const other = await connect()
  await other.send(`${longest}\r\n`)
  expect(await other.line(), 'the answer to a line that its \\r makes too long').toBe('ERR too long')
})

test('h17 whoever sends on reads BYE all the same', async ({ client, lab }) => {
  await client.send('QUIT\n')
  await lab.settle()
  await client.send('and so on\n')
  await lab.settle()
  expect(await client.rest(), 'all that the client heard').toBe('BYE\n')
  expect(await resetsOf(lab), 'the number of RSTs of the server').toBe(0)
})
