import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { clientTest, resultOf, serverTest } from './setup.ts'

serverTest.schedules('h2 the numbers may be cut anywhere', async ({ client }) => {
  await client.send(['1000\n', '12\n', '2345'])
  await client.end()
  expect(await client.rest()).toBe(`${resultOf(1000, 12, 2345)}\n`)
})

clientTest('h3 the client reads on after its FIN', async ({ server, program }) => {
  await server.rest()
  await server.send(`${'x'.repeat(1023)}\n`, { times: 100 })
  await server.end()
  expect(await program.exited()).toMatchObject({ code: 0 })
  expect((await program.output()).stdout).toHaveLength(100 * 1024)
})

clientTest(
  'h4 an answer that its FIN has overtaken still counts',
  { needs: ['hold'] },
  async ({ lab, server, program }) => {
    const late = await lab.link('client', 'server').from('server').hold('tcp.len > 0')
    await server.rest()
    await server.send('6\n')
    await server.end()
    await lab.capture('tcp.flags.fin == 1 && ip.src == 10.0.9.2').next()
    await late.release()
    expect(await program.line()).toBe('6')
  },
)

serverTest(
  'h5 a client that neither speaks nor ends is reset',
  { waits: `${params.idle + 1}s` },
  async ({ lab, client }) => {
    await client.send('1\n')
    const { took } = await lab.clock.time(() => client.expectReset({ within: `${params.idle + 1}s` }))
    expect(took).toBeAbout(`${params.idle + 0.02}s`) // from the client's side: its number takes 10 ms, and so does the RST
  },
)

clientTest('h6 the client sends no RST', async ({ lab, server, program }) => {
  await server.rest()
  await server.send(['6\n', 'and more\n'])
  await server.end()
  await program.exited()
  await lab.settle()
  expect(await lab.capture('tcp.flags.reset == 1').all()).toEqual([])
})

serverTest('h7 who ends first has to wait', async ({ lab, client }) => {
  const stateOn = async (host: string) => (await lab.host(host).sockets()).find((socket) => socket.remote)?.state
  await client.send('1\n')
  await client.end()
  await client.rest()
  await lab.settle()
  expect(await stateOn('server')).toBeUndefined()
  expect(await stateOn('client')).toBe('TIME_WAIT')
})

serverTest(
  'h8 no client sees the numbers of another',
  { leaks: { listeners: [params.port] } },
  async ({ lab, client }) => {
    const other = await lab.host('client').connect('server', params.port)
    await client.send('5\n')
    await other.send('70\n')
    await other.end()
    expect(await other.rest()).toBe('70\n')
    await client.end()
    expect(await client.rest()).toBe('5\n')
  },
)
