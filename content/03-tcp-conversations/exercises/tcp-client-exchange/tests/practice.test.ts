import { bytes, expect, type TestOptions } from 'ackademy/lab'
import { params } from './params.ts'
import { reply, test } from './setup.ts'

test.schedules(
  'h2 the answers may be cut anywhere',
  { delimiters: [params.end, '€'], waits: '3s', leaks: { listeners: [params.port] } },
  async ({ ask, accept }) => {
    const answers = ask('price', 'none', 'bye')
    const server = await accept()
    await server.send([reply('9€'), reply(''), reply('!')])
    expect(await answers, 'what ask() gave').toEqual(['9€', '', '!'])
    await server.lines(3) // who hangs up with questions unread sends a RST: RFC 9293, section 3.6.1
    await server.end()
  },
)

test('h3 an answer spans many segments', { waits: '3s' }, async ({ ask, accept, lab }) => {
  const answers = ask('long', 'short')
  const server = await accept()
  // Here alone, for it shows: elsewhere what is lost only makes a test late, or puts pieces together.
  await lab.link('client', 'server').impair({ loss: 0.02 })
  const long = 'x'.repeat(params.size)
  await server.send(reply(long, 'short'))
  expect(await answers, 'what ask() gave').toEqual([long, 'short'])
})

const leavesNothing: TestOptions = { waits: '3s', leaks: { listeners: [params.port] } }

test('h4 the server closes after two and a half answers', leavesNothing, async ({ ask, accept }) => {
  const answers = ask('one', 'two', 'three')
  const server = await accept()
  await server.send(`${reply('1', '2')}thr`)
  await server.end()
  await expect(answers, 'the error of ask()').rejects.toMatchObject({ code: 'EOF', replies: ['1', '2'] })
})

test('h5 a reset is an error', leavesNothing, async ({ ask, accept, lab }) => {
  const answers = ask('one', 'two')
  const server = await accept()
  await server.send(reply('1'))
  await lab.settle({ within: '2s' })
  await server.reset()
  await expect(answers, 'the error of ask()').rejects.toMatchObject({ code: 'ECONNRESET' })
})

test(
  'h6 ask() closes once it has all answers and waits for nothing else',
  leavesNothing,
  async ({ client, ask, accept, lab }) => {
    const answers = ask('one')
    const server = await accept()
    await server.send(reply('1'))
    expect(await answers, 'what ask() gave').toEqual(['1'])
    await server.line()
    await server.expectEnd()
    await server.end()
    await lab.settle()
    // A real kernel does not know of timers: there it is always none.
    expect(await client.process.handles(), 'what the program keeps').toMatchObject({ timers: 0 })
  },
)

const hangsUp = 'ip.src == 10.0.8.1 && (tcp.flags.fin == 1 || tcp.flags.reset == 1)'

test('h7 silence ends at the deadline', { ...leavesNothing, waits: params.deadline + 500 }, async ({
  ask,
  accept,
  lab,
}) => {
  const { took } = await lab.clock.time(async () => {
    const answers = ask('one', 'two')
    const server = await accept()
    await lab.clock.advance(params.deadline / 3)
    await server.send(`${reply('1')}2`)
    await expect(answers, 'the error of ask()').rejects.toMatchObject({ code: 'DEADLINE', replies: ['1'] })
  })
  expect(took, 'the time from the call to the rejection').toBeAbout(`${params.deadline}ms`)
  await lab.capture(hangsUp, { as: 'a FIN or RST of the client after the rejection' }).next({ within: '300ms' })
})

test('h8 two calls at once do not mix', { waits: '3s' }, async ({ ask, accept, lab }) => {
  const first = ask('one')
  const one = await accept()
  const second = ask('two')
  const two = await accept()
  const euro = bytes('€')
  await one.send(bytes('1 ', euro.subarray(0, 1)))
  await lab.settle()
  await two.send(reply('2'))
  expect(await second, 'what the second call gave').toEqual(['2'])
  await one.send(bytes(euro.subarray(1), params.end))
  expect(await first, 'what the first call gave').toEqual(['1 €'])
})

test('h9 an answer may be any text', { waits: '3s' }, async ({ ask, accept }) => {
  const texts = [params.greeting || 'hello', params.end === ';' ? 'a\nb' : 'a;b', ' 3 ']
  const answers = ask('who', 'what', 'how many')
  const server = await accept()
  await server.send(reply(...texts))
  expect(await answers, 'what ask() gave').toEqual(texts)
})

test('h10 a reset after the last answer harms nobody', { waits: '3s' }, async ({ ask, accept, lab }) => {
  for (const text of ['1', '2']) {
    const answers = ask('one')
    const server = await accept()
    await server.line()
    await server.send(reply(text))
    expect(await answers, 'what ask() gave').toEqual([text])
    await server.reset()
    await lab.settle()
  }
})

test('h11 a failed call leaves no timer behind', leavesNothing, async ({ client, ask, accept, lab }) => {
  const answers = ask('one')
  const server = await accept()
  await server.end()
  await answers.catch(() => {})
  await lab.settle()
  expect(await client.process.handles(), 'what the program keeps').toMatchObject({ timers: 0 })
})

test('h12 no questions need no waiting', { waits: params.deadline + 500 }, async ({ ask }) => {
  await expect(ask(), 'what ask() gives to who asks nothing').resolves.toEqual([])
})

test('h13 a server that never closes holds no socket of yours', { waits: '3s' }, async ({
  ask,
  accept,
  lab,
  socketsHeld,
}) => {
  const answers = ask('one')
  const server = await accept()
  await server.send(reply('1'))
  expect(await answers, 'what ask() gave').toEqual(['1'])
  await server.line()
  await server.expectEnd()
  await lab.settle()
  expect(await socketsHeld(), 'the number of sockets that the program still holds').toBe(0)
})

test('h14 a reset keeps the earlier answers', leavesNothing, async ({ ask, accept, lab }) => {
  const answers = ask('one', 'two')
  const server = await accept()
  await server.send(reply('1'))
  await lab.settle({ within: '2s' })
  await server.reset()
  await expect(answers, 'the error of ask()').rejects.toMatchObject({ code: 'ECONNRESET', replies: ['1'] })
})

test('h15 a silent server holds no socket of yours', { waits: params.deadline + 500 }, async ({
  ask,
  accept,
  lab,
  socketsHeld,
}) => {
  const answers = ask('one')
  await accept()
  await expect(answers, 'the error of ask()').rejects.toMatchObject({ code: 'DEADLINE' })
  await lab.settle()
  expect(await socketsHeld(), 'the number of sockets that the program still holds').toBe(0)
})
