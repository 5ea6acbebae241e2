import { bytes, expect, type TestOptions } from 'ackademy/lab'
import { params } from './params.ts'
import { expectAnswers, expectError, outcomeOf, outcomeWithin, reply, test } from './setup.ts'

test.schedules(
  'h2 the answers may be cut anywhere',
  { delimiters: [params.end, '€'], waits: '3s', leaks: { listeners: [params.port] } },
  async ({ ask, accept }) => {
    const answers = ask('price', 'none', 'bye')
    const server = await accept()
    await server.send([reply('9€'), reply(''), reply('!')])
    await expectAnswers(answers, ['9€', '', '!'])
    await expect(server.lines(3), 'your three questions').toHappen() // closing with questions unread sends a RST: RFC 9293, section 3.6.1
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
  await expectAnswers(answers, [long, 'short'])
})

const leavesNothing: TestOptions = { waits: '3s', leaks: { listeners: [params.port] } }

test('h4 the server closes after two and a half answers', leavesNothing, async ({ ask, accept }) => {
  const answers = ask('one', 'two', 'three')
  const server = await accept()
  await server.send(`${reply('1', '2')}thr`)
  await server.end()
  await expectError(outcomeOf(answers), 'EOF', ['1', '2'], 'after a FIN')
})

test('h5 a reset is an error', leavesNothing, async ({ ask, accept, lab }) => {
  const answers = ask('one', 'two')
  const server = await accept()
  await server.send(reply('1'))
  await lab.settle({ within: '2s' })
  await server.reset()
  const { code } = await outcomeOf(answers)
  expect(code, 'what ask() was rejected with after a RST').toBe('ECONNRESET')
})

test(
  'h6 ask() closes once it has all answers and waits for nothing else',
  leavesNothing,
  async ({ client, ask, accept, lab }) => {
    const answers = ask('one')
    const server = await accept()
    await expect(server.line(), 'your question').toHappen()
    const early = await lab.capture('ip.src == 10.0.8.1 && tcp.flags.fin == 1').count()
    expect(early, 'the number of FINs that you sent before the answer').toBe(0)
    await server.send(reply('1'))
    await expectAnswers(answers, ['1'])
    await expect(server.expectEnd(), 'your FIN after the last answer').toHappen()
    await server.end()
    await lab.settle()
    // A real kernel does not see timers: there the number is always 0.
    const { timers } = await client.process.handles()
    expect(timers, { about: 'what runs after ask() has its answers', unit: 'timers' }).toBe(0)
  },
)

const TOOK = { about: 'the time from the call to its rejection', unit: 'ms' }
const hangsUp = 'ip.src == 10.0.8.1 && (tcp.flags.fin == 1 || tcp.flags.reset == 1)'

test('h7 silence ends at the deadline', { ...leavesNothing, waits: params.deadline + 500 }, async ({
  ask,
  accept,
  lab,
}) => {
  const { took } = await lab.clock.time(async () => {
    const answers = outcomeWithin(lab, params.deadline + 300, ask('one', 'two'))
    const server = await accept()
    await lab.clock.advance(params.deadline / 3)
    await server.send(`${reply('1')}2`)
    await expectError(answers, 'DEADLINE', ['1'], 'at the deadline')
  })
  expect(took, TOOK).toBeAbout(`${params.deadline}ms`)
  const left = lab.capture(hangsUp).next({ within: '300ms' })
  await expect(left, 'your FIN or RST after the rejection').toHappen()
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
  await expectAnswers(second, ['2'], 'the second call')
  await one.send(bytes(euro.subarray(1), params.end))
  await expectAnswers(first, ['1 €'], 'the first call')
})

test('h9 an answer may be any text', { waits: '3s' }, async ({ ask, accept }) => {
  const texts = [params.greeting || 'hello', params.end === ';' ? 'a\nb' : 'a;b', ' 3 ', '\ufeff4']
  const answers = ask('who', 'what', 'how many', 'and how many more')
  const server = await accept()
  await server.send(reply(...texts))
  await expectAnswers(answers, texts)
})

test('h10 a reset after the last answer harms nobody', { waits: '3s' }, async ({ ask, accept, lab }) => {
  for (const text of ['1', '2']) {
    const answers = ask('one')
    const server = await accept()
    await expect(server.line(), 'your question').toHappen()
    await server.send(reply(text))
    await expectAnswers(answers, [text])
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
  const { timers } = await client.process.handles()
  expect(timers, { about: 'what runs after ask() has failed', unit: 'timers' }).toBe(0)
})

test('h12 no questions need no waiting', { waits: params.deadline + 500 }, async ({ ask, lab }) => {
  const { code, replies } = await outcomeWithin(lab, params.deadline + 300, ask())
  expect(code, 'what ask() without questions was rejected with').toBe('no error')
  expect(replies, 'the answers of ask() without questions').toEqual([])
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
  await expectAnswers(answers, ['1'])
  await expect(server.line(), 'your question').toHappen()
  await expect(server.expectEnd(), 'your FIN after the last answer').toHappen()
  await lab.settle()
  expect(await socketsHeld(), 'the number of sockets that you hold after the last answer').toBe(0)
})

test('h14 a reset keeps the earlier answers', leavesNothing, async ({ ask, accept, lab }) => {
  const answers = ask('one', 'two')
  const server = await accept()
  await server.send(reply('1'))
  await lab.settle({ within: '2s' })
  await server.reset()
  await expectError(outcomeOf(answers), 'ECONNRESET', ['1'], 'after a RST')
})

test('h15 a silent server holds no socket of yours', { waits: params.deadline + 500 }, async ({
  ask,
  accept,
  lab,
  socketsHeld,
}) => {
  const answers = outcomeWithin(lab, params.deadline + 300, ask('one'))
  await accept()
  await expectError(answers, 'DEADLINE', [], 'at the deadline')
  await lab.settle()
  expect(await socketsHeld(), 'the number of sockets that you hold after the deadline').toBe(0)
})

test('h16 the deadline holds while nobody answers the SYN', { waits: params.deadline + 500 }, async ({ ask, lab }) => {
  const filter = 'tcp.flags.syn == 1'
  await lab.link('client', 'server').rule({ filter, action: 'drop', count: Number.POSITIVE_INFINITY })
  const { took } = await lab.clock.time(() => {
    const answers = outcomeWithin(lab, params.deadline + 300, ask('one'))
    return expectError(answers, 'DEADLINE', [], 'when nobody answers the SYN')
  })
  expect(took, TOOK).toBeAbout(`${params.deadline}ms`)
  const none = lab.capture(filter, { since: 'now' }).expectNone('400ms')
  await expect(none, 'no SYN after the rejection').toHappen()
})
