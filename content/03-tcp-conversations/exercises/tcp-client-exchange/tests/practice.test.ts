import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { reply, test } from './setup.ts'

test.schedules(
  'h2 the answers may be cut anywhere',
  { delimiters: [params.end, '€'], waits: '3s', leaks: { listeners: [params.port] } },
  async ({ ask, accept }) => {
    const answers = ask('price', 'none', 'bye')
    const server = await accept()
    await server.send([reply('9€'), reply(''), reply('!')])
    expect(await answers).toEqual(['9€', '', '!'])
    await server.end()
  },
)

test('h3 an answer of many segments', { waits: '3s' }, async ({ ask, accept, lab }) => {
  const answers = ask('long', 'short')
  const server = await accept()
  // Here alone, for it shows: elsewhere what is lost only makes a test late, or puts pieces together.
  await lab.link('client', 'server').impair({ loss: 0.02 })
  const long = 'x'.repeat(params.size)
  await server.send(reply(long, 'short'))
  expect(await answers).toEqual([long, 'short'])
})

test('h4 the server leaves after two answers and a half', { waits: '3s' }, async ({ ask, accept }) => {
  const answers = ask('one', 'two', 'three')
  const server = await accept()
  await server.send(`${reply('1', '2')}thr`)
  await server.end()
  await expect(answers).rejects.toMatchObject({ code: 'EOF', replies: ['1', '2'] })
})

test('h5 a reset is an error, and keeps what was answered', { waits: '3s' }, async ({ ask, accept, lab }) => {
  const answers = ask('one', 'two')
  const server = await accept()
  await server.send(reply('1'))
  await lab.settle({ within: '2s' })
  await server.reset()
  await expect(answers).rejects.toMatchObject({ code: 'ECONNRESET', replies: ['1'] })
})

test('h6 who has all answers hangs up, and waits for nothing more', {
  waits: '3s',
  leaks: { listeners: [params.port] },
}, async ({ client, ask, accept, lab }) => {
  const answers = ask('one')
  const server = await accept()
  await server.send(reply('1'))
  expect(await answers).toEqual(['1'])
  await server.line()
  await server.expectEnd()
  await server.end()
  await lab.settle()
  // A real kernel does not know of timers: there it is always none.
  expect(await client.process.handles()).toMatchObject({ timers: 0 })
})

const hangsUp = 'ip.src == 10.0.8.1 && (tcp.flags.fin == 1 || tcp.flags.reset == 1)'

test('h7 silence ends at the deadline', { waits: params.deadline + 500, leaks: { listeners: [params.port] } }, async ({
  ask,
  accept,
  lab,
}) => {
  const { took } = await lab.clock.time(async () => {
    const answers = ask('one', 'two')
    const server = await accept()
    await server.send(reply('1'))
    await lab.capture(hangsUp).next({ within: params.deadline + 300 })
    await expect(answers).rejects.toMatchObject({ code: 'DEADLINE', replies: ['1'] })
  })
  expect(took).toBeAbout(`${params.deadline}ms`)
})
