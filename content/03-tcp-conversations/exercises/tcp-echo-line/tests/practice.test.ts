import { bytes, expect, type Lab } from 'ackademy/lab'
import { params } from './params.ts'
import { test } from './setup.ts'

const longest = 'x'.repeat(params.maxLine)
const euro = bytes('€')
const resetsOf = (lab: Lab) => lab.capture('ip.src == 10.0.9.2 && tcp.flags.reset == 1').count()

test.schedules('h3 the stream may be cut anywhere', { delimiters: ['\n', '€'] }, async ({ client }) => {
  await client.send(['PING\r\n', 'costs 5 €\n', 'PING\n'])
  await expect(client.lines(3), 'the three answers').toEqual(['PONG', `${params.prefix}costs 5 €`, 'PONG'])
})

test('h4 the last line may lack its newline', async ({ client, connect }) => {
  const isLine = params.tail === 'echo'
  await client.send('PING\nlast')
  await client.end()
  const heard = isLine ? `PONG\n${params.prefix}last\n` : 'PONG\n'
  await expect(client.rest(), 'what a client hears that ends after PING⏎last').toBe(heard)
  const other = await connect()
  await other.send('last\nPING')
  await other.end()
  const otherHeard = isLine ? `${params.prefix}last\nPONG\n` : `${params.prefix}last\n`
  await expect(other.rest(), 'what a client hears that ends after last⏎PING').toBe(otherHeard)
})

test('h5 the longest line is answered, a longer one refused', async ({ client }) => {
  await client.send([longest, '\nPING\n'])
  const answers = [`${params.prefix}${longest}`, 'PONG']
  await expect(client.lines(2), 'the answers to the longest line and to PING').toEqual(answers)
  await client.send(`${longest}x`)
  await expect(client.line(), 'the answer to one byte too many').toBe('ERR too long')
  await expect(client.expectEnd(), 'your FIN after ERR too long').toHappen()
})

test('h6 nothing after QUIT is answered', async ({ client }) => {
  await client.send('QUIT\nPING\nPING\n')
  await expect(client.rest(), 'what the client hears after QUIT').toBe('BYE\n')
})

test('h7 an empty line is a line', async ({ client }) => {
  await expect(client.ask('\n'), 'the answer to an empty line').toBe(params.prefix)
})

test('h8 a reset ends one client, not the server', { leaks: { listeners: [params.port] } }, async ({
  client,
  connect,
  server,
}) => {
  await client.send('half a li')
  await client.reset()
  const next = await connect()
  await expect(next.ask('PING\n', { within: '50ms' }), 'the answer to the next client').toBe('PONG')
  await expect(server.expectAlive(), 'your server, still running').toHappen()
})

test('h9 BYE waits for a reader that is behind', { waits: '3s' }, async ({ connect, lab }) => {
  const client = await connect({ receiveBuffer: 65_536 })
  await client.pause()
  const line = `${'x'.repeat(1023)}\n`
  await client.send(line, { times: 1024 })
  await client.send('QUIT\n')
  await lab.settle({ within: '3s' })
  await client.resume()
  const all = `${`${params.prefix}${line}`.repeat(1024)}BYE\n`
  await expect(client.rest({ within: '3s' }), 'what the slow reader hears').toBe(all)
})

test('h10 a line that is no command comes back unchanged', async ({ client }) => {
  await expect(client.ask('ping\n'), 'the answer to ping').toBe(`${params.prefix}ping`)
  await expect(client.ask('QUIT now\n'), 'the answer to QUIT now').toBe(`${params.prefix}QUIT now`)
  await expect(client.ask(' two  words \n'), 'the answer to a line with spaces').toBe(`${params.prefix} two  words `)
  await expect(client.ask('a\rb\n'), 'the answer to a\\rb').toBe(`${params.prefix}a\rb`)
})

test('h11 the length of a line is counted in bytes', async ({ client }) => {
  await client.send('€'.repeat(params.maxLine / 3 + 1))
  await expect(client.line(), 'the answer to too many bytes in few characters').toBe('ERR too long')
})

test('h12 a client that keeps sending can still read the error', { leaks: { listeners: [params.port] } }, async ({
  client,
  lab,
}) => {
  await client.send(`${longest}x\n`)
  await client.send(`${'y'.repeat(999)}\n`, { times: 100 })
  await lab.clock.advance('1s')
  await client.send('and so on\n')
  await expect(client.line(), 'the answer to a whole line that is too long').toBe('ERR too long')
  await expect(client.expectEnd(), 'your FIN after ERR too long').toHappen()
  await client.end()
  await lab.settle()
  expect(await resetsOf(lab), { about: 'the number of resets (RST) your server sent', unit: 'packets' }).toBe(0)
})

test('h13 each client has a conversation of its own', async ({ client, connect, lab }) => {
  await client.send(bytes('costs 5 ', euro.subarray(0, 1)))
  await lab.settle()
  const other = await connect()
  await other.send('PING\nQUIT\n')
  await expect(other.rest(), 'what another client hears meanwhile').toBe('PONG\nBYE\n')
  await client.send(bytes(euro.subarray(1), '\n'))
  await expect(client.line(), 'the answer to the interrupted line').toBe(`${params.prefix}costs 5 €`)
  const third = await connect()
  await expect(third.ask('PING\n'), 'the answer to a client after QUIT').toBe('PONG')
})

test('h14 a client that closes after a complete line has said everything', async ({ client }) => {
  await client.send('PING\n')
  await client.end()
  await expect(client.rest(), 'what a client hears that ends after PING⏎').toBe('PONG\n')
})

test('h15 the last line may end inside a character', async ({ client }) => {
  await client.send(bytes('costs 5 ', euro.subarray(0, 1)))
  await client.end()
  const heard = params.tail === 'echo' ? `${params.prefix}costs 5 \ufffd\n` : ''
  await expect(client.rest(), 'what a client hears that ends inside a character').toBe(heard)
})

test('h16 the \\r counts as a byte of the line', async ({ client, connect }) => {
  await client.send(`${longest.slice(1)}\r\n`)
  const answer = `${params.prefix}${longest.slice(1)}`
  await expect(client.line(), 'the answer to the longest line with its \\r').toBe(answer)
  const other = await connect()
  await other.send(`${longest}\r\n`)
  await expect(other.line(), 'the answer to a line that its \\r makes too long').toBe('ERR too long')
})

test('h17 a client that keeps sending can still read BYE', async ({ client, lab }) => {
  await client.send('QUIT\n')
  await lab.settle()
  await client.send('and so on\n')
  await lab.settle()
  await expect(client.rest(), 'what the client hears after QUIT').toBe('BYE\n')
  expect(await resetsOf(lab), { about: 'the number of resets (RST) your server sent', unit: 'packets' }).toBe(0)
})
