import { bytes, expect } from 'ackademy/lab'
import { params } from './params.ts'
import { test } from './setup.ts'

test('h3 two commands in one piece get two answers', async ({ client }) => {
  await client.send(`PUT ${params.item} ${params.amount}\nHAVE ${params.item}\n`)
  await expect(client.lines(2), 'the two answers').toEqual(['OK', String(params.amount)])
})

test('h4 a character may arrive in two pieces', async ({ client }) => {
  const command = bytes(`PUT €${params.item} 7\n`)
  await client.send([command.subarray(0, 5), command.subarray(5)]) // the euro sign is bytes 4 to 6
  await expect(client.line(), 'the answer to a PUT that was cut inside €').toBe('OK')
  await expect(client.ask(`HAVE €${params.item}\n`), 'the answer to HAVE with the same name').toBe('7')
})

test('h10 an empty line is a command too', async ({ client }) => {
  await expect(client.ask('\n'), 'the answer to an empty line').toBe('ERR what?')
})

test('h5 two clients may be in the middle of a command at once', async ({ client, connect }) => {
  const other = await connect()
  await client.send(`PUT ${params.item} 1`)
  await other.send(`HAVE ${params.item}\n`)
  await expect(other.line(), 'the answer to another client meanwhile').toBe('0')
  await client.send('2\n')
  await expect(client.line(), 'the answer to the interrupted PUT').toBe('OK')
})

test('h6 a command is answered as soon as it is complete', async ({ lab, client }) => {
  const { took } = await lab.clock.time(async () => {
    await client.send(`PUT ${params.item} 1\nHAVE`)
    await expect(client.line(), 'the answer to a complete PUT with half a HAVE behind it').toBe('OK')
  })
  // There and back, and nothing else.
  expect(took, 'the time until the complete command was answered').toBeWithin('25ms')
})

test('h7 a client that resets its connection harms nobody else', async ({ lab, client, connect }) => {
  await (await connect()).reset()
  await lab.settle()
  await expect(client.ask(`HAVE ${params.item}\n`), 'the answer to a client after another one’s reset').toBe('0')
})

test('h8 only the newline ends a command', async ({ client, connect }) => {
  await expect(client.ask('PUT a\u2028b 7\n'), 'the answer to a PUT with U+2028 in its name').toBe('OK')
  const other = await connect()
  await other.send('PUT nails 5\nHAVE nails')
  await other.end()
  await expect(other.rest(), 'what a client hears that closes in the middle of HAVE').toBe('OK\n')
})

test('h9 a name is found whatever its last byte is', async ({ client }) => {
  await expect(client.ask('PUT à 7\n'), 'the answer to PUT à').toBe('OK') // its last byte alone is a space in Latin-1
  await expect(client.ask('HAVE à\n'), 'the answer to HAVE à').toBe('7')
})
