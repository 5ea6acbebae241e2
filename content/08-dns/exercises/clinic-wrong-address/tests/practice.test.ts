import { expect } from 'ackademy/lab'
import { answer, sender, test } from './setup.ts'

const changes: [string, string, (response: Uint8Array) => void][] = [
  ['h4', 'with another id', (r) => r.set([r[1]! ^ 1], 1)],
  ['h5', 'to another question', (r) => r.set([0x78], 13)],
  ['h6', 'without QR', (r) => r.set([1], 2)],
]

test('h3 a response from another port is ignored', async ({ lab, server, ask, query, printed }) => {
  const program = await ask('web.test')
  const datagram = await query('the query')
  const other = await lab.host('server').udp(5999)
  for (let n = 0; n < 3; n++) await other.send(answer(datagram, 66), sender(datagram))
  await lab.clock.advance('50ms')
  await server.send(answer(datagram, 1), sender(datagram))
  expect(await printed(program), 'what the program printed after a response from another port').toBe(
    'web.test 192.0.2.1\n',
  )
})

for (const [id, what, change] of changes)
  test(`${id} a message ${what} is ignored`, async ({ lab, server, ask, query, printed }) => {
    const program = await ask('web.test')
    const datagram = await query('the query')
    for (let n = 0; n < 3; n++) await server.send(answer(datagram, 66, change), sender(datagram))
    await lab.clock.advance('50ms')
    await server.send(answer(datagram, 1), sender(datagram))
    expect(await printed(program), `what the program printed after a message ${what}`).toBe('web.test 192.0.2.1\n')
  })
