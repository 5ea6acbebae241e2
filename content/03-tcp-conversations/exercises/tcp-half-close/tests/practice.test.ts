import { bytes, expect } from 'ackademy/lab'
import { params } from './params.ts'
import {
  answer,
  clientTest,
  ends,
  hexClientTest,
  idleClientTest,
  printed,
  resultOf,
  serverTest,
  status,
  test,
} from './setup.ts'

const sent = 'what your client sent up to its FIN'

serverTest.schedules('h2 the numbers may be cut anywhere', async ({ client }) => {
  await client.send(['1000\n', '12\n', '2345'])
  await client.end()
  await expect(client.rest(), answer).toBe(`${resultOf(1000, 12, 2345)}\n`)
})

clientTest('h3 the client keeps reading after its FIN', async ({ server, program }) => {
  await expect(server.rest(), sent).toBe('1\n2\n3\n')
  const line = `${'x'.repeat(1023)}\n`
  await server.send(line, { times: 100 })
  await server.send('x') // no line
  await server.end()
  const { code } = await expect(program.exited(), ends).toHappen()
  expect(code, status).toBe(0)
  expect((await program.output()).stdout, printed).toBe(`${line.repeat(100)}x`)
})

clientTest('h4 data that its FIN has overtaken still counts', { needs: ['hold'] }, async ({ lab, server, program }) => {
  const late = await lab.link('client', 'server').from('server').hold('tcp.len > 0')
  await expect(server.rest(), sent).toBe('1\n2\n3\n')
  await server.send('6\n')
  await server.end()
  await lab.capture('tcp.flags.fin == 1 && ip.src == 10.0.9.2').next()
  await late.release()
  await expect(program.line(), printed).toBe('6')
})

serverTest(
  'h5 a client that neither sends nor closes is reset',
  { waits: `${params.idle + 1}s` },
  async ({ lab, client }) => {
    await client.send('1\n')
    const { took } = await lab.clock.time(() =>
      expect(client.expectReset({ within: `${params.idle + 1}s` }), 'the RST to the silent client').toHappen(),
    )
    // From the client's side: its number takes 10 ms, and so does the RST.
    expect(took, "the time from the client's last word to the RST").toBeAbout(`${params.idle + 0.02}s`)
  },
)

clientTest('h6 the client sends no RST', async ({ lab, server, program }) => {
  await expect(server.rest(), sent).toBe('1\n2\n3\n')
  await server.send(['6\n', 'and more\n'])
  await server.end()
  await expect(program.exited(), ends).toHappen()
  await lab.settle()
  expect(await lab.capture('tcp.flags.reset == 1').all(), 'resets (RST)').toHavePackets('tcp', 0)
})

serverTest('h7 the side that closes first ends in TIME_WAIT', async ({ lab, client }) => {
  const stateOn = async (host: string) =>
    (await lab.host(host).sockets()).find((socket) => socket.remote)?.state ?? 'CLOSED'
  await client.send('1\n')
  await client.end()
  await expect(client.rest(), answer).toBe('1\n')
  await lab.settle()
  expect(await stateOn('server'), 'the state of the connection on the server').toBe('CLOSED')
  expect(await stateOn('client'), 'the state of the connection on the client').toBe('TIME_WAIT')
})

serverTest('h8 clients do not see each other’s numbers', async ({ client, connect }) => {
  const other = await connect()
  await client.send('5\n')
  await other.send('70\n')
  await other.end()
  await expect(other.rest(), 'the answer to the client that sent 70').toBe('70\n')
  await client.end()
  await expect(client.rest(), 'the answer to the client that sent 5').toBe('5\n')
})

serverTest('h9 a reset ends one client, not the server', async ({ client, connect, server }) => {
  await client.send('1\n')
  await client.reset()
  for (const number of [5, 70]) {
    const other = await connect()
    await other.send(`${number}\n`)
    await other.end()
    await expect(other.rest(), 'the answer to a client after the reset').toBe(`${number}\n`)
  }
  await expect(server.expectAlive(), 'your server, still running').toHappen()
})

serverTest('h10 zero and negative numbers count', async ({ client, connect }) => {
  const other = await connect()
  await client.send('-5\n-3\n')
  await client.end()
  await expect(client.rest(), 'the answer to -5 and -3').toBe(`${resultOf(-5, -3)}\n`)
  await other.send('-5\n0\n')
  await other.end()
  await expect(other.rest(), 'the answer to -5 and 0').toBe(`${resultOf(-5, 0)}\n`)
})

idleClientTest('h11 input is sent as it comes', async ({ server, program }) => {
  await program.write('1')
  await expect(server.bytes(1), 'the first byte that your client sent').toEqual(bytes('1'))
  await program.write('2\n3')
  await program.endInput()
  await expect(server.rest(), 'the rest of what your client sent').toBe('2\n3')
})

serverTest(
  'h12 a client that keeps sending is not reset',
  { waits: `${2 * params.idle}s` },
  async ({ lab, client }) => {
    for (const number of [1, 2, 3]) {
      await client.send(`${number}\n`)
      await lab.clock.advance(600 * params.idle)
    }
    await client.end()
    await expect(client.rest(), 'the answer to the client that kept sending').toBe(`${resultOf(1, 2, 3)}\n`)
  },
)

serverTest(
  'h13 nothing stays behind when every client is gone',
  { leaks: { listeners: [params.port] } },
  async ({ client, connect }) => {
    for (const peer of [client, await connect()]) {
      await peer.send('7\n')
      await peer.end()
      await expect(peer.rest(), answer).toBe('7\n')
    }
  },
)

idleClientTest('h14 bytes pass unchanged in both directions', async ({ server, program }) => {
  const euro = bytes('€')
  for (const byte of euro) {
    await program.write(new Uint8Array([byte]))
    await expect(server.bytes(1), 'the next byte that your client sent').toEqualBytes(new Uint8Array([byte]))
  }
  await server.send([...euro].map((byte) => new Uint8Array([byte])))
  await program.endInput()
  await expect(server.expectEnd(), 'the FIN of your client').toHappen()
  await server.end()
  await expect(program.exited(), ends).toHappen()
  expect((await program.output()).stdout, printed).toBe('€')
})

clientTest('h15 half an answer is not a success', async ({ server, program }) => {
  await expect(server.rest(), sent).toBe('1\n2\n3\n')
  await server.send('half')
  await server.reset()
  const { code } = await expect(program.exited(), ends).toHappen()
  expect(code, 'the exit status after a RST').not.toBe(0)
})

test('h16 no server is not a success', async ({ lab }) => {
  const program = await lab.host('client').run('client.ts', { args: ['server', params.port], stdin: '1\n' })
  const { code } = await expect(program.exited(), ends).toHappen()
  expect(code, 'the exit status after a refused connection').not.toBe(0)
})

idleClientTest('h17 the client exits when the server closes, even with its input open', async ({ server, program }) => {
  await program.write('1\n')
  await expect(server.line(), 'the number that your client sent').toBe('1')
  await server.send('enough\n')
  await server.end()
  const { code } = await expect(program.exited(), ends).toHappen()
  expect(code, status).toBe(0)
  expect((await program.output()).stdout, printed).toBe('enough\n')
})

serverTest(
  'h18 nothing stays behind of a client that resets',
  { leaks: { listeners: [params.port] } },
  async ({ lab, client, connect }) => {
    await client.send('7\n')
    await client.reset()
    await lab.settle()
    const other = await connect()
    await other.send('7\n')
    await other.end()
    await expect(other.rest(), answer).toBe('7\n')
  },
)

hexClientTest('h19 bytes that are no text are printed as they came', async ({ server, program }) => {
  await expect(server.rest(), sent).toBe('1\n2\n3\n')
  await server.send(Uint8Array.of(0x36, 0xff, 0xe2, 0x82, 0x0a))
  await server.end()
  await expect(program.exited(), ends).toHappen()
  const shown = 'the bytes that your client printed, in hexadecimal digits'
  expect((await program.output()).stdout, shown).toBe('36ffe2820a')
})
