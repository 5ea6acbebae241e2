import { answerLines, bytes, expect, type Lab, times } from 'ackademy/lab'
import { params } from './params.ts'
import { abortTest, gone, outcomeOf, pause, question, reset, test } from './setup.ts'

const { idleMs, totalMs } = params

test.schedules('h3 the answer may be cut anywhere', { delimiters: ['\n', '€'] }, async ({ pair }) => {
  const { caller, peer } = await pair()
  const answer = caller.ask('price')
  await question(peer)
  await peer.send('costs 5 €\n')
  await expect(answer, 'the answer that ask() gave').toBe('costs 5 €')
})

const REJECTED = { about: 'the time from ask() to its rejection', unit: 'ms' }

test('h4 silence ends at the idle deadline', { waits: idleMs + 500 }, async ({ lab, pair }) => {
  const { caller, peer } = await pair()
  const { took, value } = await lab.clock.time(async () => {
    const answer = outcomeOf(caller.ask('anybody?'))
    await question(peer)
    return answer
  })
  expect(value, 'what ask() came to when nothing came').toBe('a timeout in phase idle')
  expect(took, REJECTED).toBeAbout(idleMs)
})

test('h5 a trickle ends at the total deadline', { waits: totalMs + 500 }, async ({ lab, pair }) => {
  const { caller, peer } = await pair()
  const { took, value } = await lab.clock.time(async () => {
    const answer = outcomeOf(caller.ask('slowly'))
    await peer.send(
      times(Math.ceil(totalMs / pause) + 1, () => 'x'),
      { gap: pause },
    )
    return answer
  })
  expect(value, 'what ask() came to when a byte came now and then').toBe('a timeout in phase total')
  expect(took, REJECTED).toBeAbout(totalMs)
})

test('h6 slow is not silent, and every question has its own deadlines', { waits: 8 * pause + 500 }, async ({
  pair,
}) => {
  const { caller, peer } = await pair()
  for (const which of ['first', 'second', 'third']) {
    const answer = outcomeOf(caller.ask(which))
    await question(peer)
    await peer.send(['sl', 'ow', 'ly\n'], { gap: pause })
    await expect(answer, `what the ${which} ask() came to with a slow answer`).toBe('the answer slowly')
  }
})

test('h7 no deadline runs between two questions', { waits: 1.2 * totalMs + 500 }, async ({ lab, pair }) => {
  const { caller, peer } = await pair()
  for (const [which, rest] of [
    ['first', 1.2 * totalMs],
    ['second', 0],
  ] as const) {
    const answer = outcomeOf(caller.ask('still there?'))
    await question(peer)
    await peer.send('yes\n')
    await expect(answer, `what the ${which} ask() came to`).toBe('the answer yes')
    await lab.clock.advance(rest)
    const ended = await lab.capture(gone).count()
    expect(ended, 'the number of FINs and RSTs that you sent between two questions').toBe(0)
  }
})

const REASON = "the signal's reason"

abortTest('h8 an abort rejects the open question', async ({ lab, aborts, accept }) => {
  const outcome = aborts.abortWhileAsking('server', params.port, 100)
  await question(await accept())
  await expect(outcome, 'what ask() came to when the signal was aborted').toBe(REASON)
  await expect(lab.capture(gone).next(), 'your FIN or RST after the abort').toHappen()
})

abortTest('h9 an abort rejects a pending connect', { waits: '2900ms' }, async ({ lab, aborts, loseSyns }) => {
  await loseSyns()
  const [pending, late] = await aborts.abortWhileConnecting('server', params.port, 100)
  expect(pending, 'what a pending connect() came to when the signal was aborted').toBe(REASON)
  expect(late, 'what connect() came to with a signal that was aborted before').toBe(REASON)
  const none = lab.capture('tcp.flags.syn == 1', { since: 'now' }).expectNone('1200ms')
  await expect(none, 'no SYN after the rejection').toHappen()
})

test('h10 a server that closes is not a timeout', async ({ lab, connect, pair }) => {
  const refused = within(lab, AT_ONCE, connect(params.port + 1))
  await expectNoTimeout('connect() to a port where nobody listens', refused)
  for (const [leave, sent] of goodbyes) {
    const { caller, peer } = await pair()
    const answer = caller.ask('and now?')
    await question(peer)
    await peer[leave]()
    await expectNoTimeout(`ask() that waited when the server sent ${sent}`, within(lab, AT_ONCE, answer))
  }
})

test.each({ idle: 0, total: Math.ceil(totalMs / pause) + 1 }, { waits: totalMs + pause + 500 })(
  'h11 a missed deadline closes the connection',
  async (drops, { lab, pair }) => {
    const { caller, peer } = await pair()
    const answer = outcomeOf(caller.ask('anybody?'))
    await question(peer)
    await peer.send(
      times(drops, () => 'x'),
      { gap: pause },
    )
    await expect(answer, 'what ask() came to').toMatch(/^a timeout/)
    const left = lab.capture(gone).next({ within: '500ms' })
    await expect(left, 'your FIN or RST after the rejection').toHappen()
    await peer.send('too late') // after the bytes that are still queued
    const refused = lab.capture(reset).next({ within: pause + 500 })
    await expect(refused, 'your RST when data came after the rejection').toHappen()
  },
)

test('h12 after the connect deadline no SYN is sent again', { waits: 3 * params.connectMs + 500 }, async ({
  lab,
  connect,
  loseSyns,
}) => {
  await loseSyns()
  await expect(outcomeOf(connect()), 'what connect() came to').toMatch(/^a timeout/)
  const none = lab.capture('tcp.flags.syn == 1', { since: 'now' }).expectNone(2 * params.connectMs)
  await expect(none, 'no SYN after the rejection').toHappen()
})

abortTest('h13 twelve questions leave nothing behind', async ({ lab, aborts, accept }) => {
  const questions = times(12, (i) => `question ${i}`)
  const answers = aborts.askAll('server', params.port, questions)
  const peer = await accept()
  const served = answerLines(peer, questions.length, (line) => `${line}!\n`)
  await expect(served, 'your twelve questions').toHappen()
  const expected = questions.map((question) => `${question}!`)
  await expect(answers, 'what twelve times ask() gave').toEqual(expected)
  await expect(peer.expectEnd(), 'your FIN after close()').toHappen()
  await peer.end()
  await lab.settle()
  await expect(aborts.leftBehind(), 'what is left after twelve questions').toBe('nothing')
})

test('h14 a closed connection answers nothing, and that is not a timeout', async ({ lab, pair }) => {
  for (const [leave, sent] of goodbyes) {
    const { caller, peer } = await pair()
    await peer[leave]()
    await lab.settle()
    const settles = within(lab, AT_ONCE, caller.ask('still there?'))
    await expectNoTimeout(`ask() after the server had sent ${sent}`, settles)
  }
})

abortTest('h15 an abort between two questions closes the connection', async ({ lab, aborts, accept }) => {
  const outcome = aborts.abortBeforeAsking('server', params.port, 100)
  await accept()
  const left = lab.capture(gone).next({ within: '500ms' })
  await expect(left, 'your FIN or RST after an abort between two questions').toHappen()
  await expect(outcome, 'what ask() came to after an abort between two questions').toBe(REASON)
})

test('h16 a server that closes is noticed at once', async ({ lab, pair }) => {
  for (const [leave, sent] of goodbyes) {
    const { caller, peer } = await pair()
    const settles = within(lab, AT_ONCE, caller.ask('and now?'))
    await question(peer)
    await peer[leave]()
    await expectNoTimeout(`ask() that waited when the server sent ${sent}`, settles)
    const again = within(lab, AT_ONCE, caller.ask('and now?'))
    await expectNoTimeout(`the next ask() after that ${sent.slice(2)}`, again)
  }
})

abortTest(
  'h17 a failed call leaves nothing behind',
  { waits: params.idleMs + 1500 },
  async ({ lab, aborts, accept }) => {
    for (const leave of ['end', 'reset', 'never'] as const) {
      const outcome = aborts.askInVain('server', params.port, params.idleMs + 500)
      const peer = await accept()
      await question(peer)
      if (leave !== 'never') await peer[leave]()
      await outcome
    }
    await aborts.askInVain('server', params.port + 1, 500)
    await lab.settle()
    const what = 'what is left after four questions that came to nothing'
    await expect(aborts.leftBehind(), what).toBe('nothing')
  },
)

abortTest(
  'h18 setting the machine’s clock moves no deadline',
  { waits: totalMs + 1500 },
  async ({ aborts, accept }) => {
    const outcome = aborts.askWhileTheTimeIsSet('server', params.port, totalMs + 500)
    const peer = await accept()
    await question(peer)
    await peer.send(
      times(Math.ceil(totalMs / pause) + 1, () => 'x'),
      { gap: pause },
    )
    await expect(outcome, 'the phase in which ask() was rejected').toBe('total')
  },
)

test('h19 no timer is left when nothing is asked', { waits: idleMs + 500 }, async ({
  connect,
  listener,
  pair,
  timersOf,
}) => {
  const { caller, peer } = await pair()
  expect(await timersOf(), { about: 'what runs after connect()', unit: 'timers' }).toBe(0)
  const answer = outcomeOf(caller.ask('one'))
  await question(peer)
  await peer.send('1\n')
  await expect(answer, 'what ask() came to').toBe('the answer 1')
  expect(await timersOf(), { about: 'what runs after an answer', unit: 'timers' }).toBe(0)
  const silence = outcomeOf(caller.ask('two'))
  await expect(silence, 'what ask() came to when nothing came').toBe('a timeout in phase idle')
  expect(await timersOf(), { about: 'what runs after a timeout', unit: 'timers' }).toBe(0)
  const other = await pair()
  const cut = outcomeOf(other.caller.ask('three'))
  await question(other.peer)
  await other.peer.reset()
  await expect(cut, 'what ask() came to after a RST').toBe('an error that is no timeout')
  expect(await timersOf(), { about: 'what runs after a RST', unit: 'timers' }).toBe(0)
  await listener.close()
  await expect(outcomeOf(connect()), 'what connect() came to').toBe('an error that is no timeout')
  expect(await timersOf(), { about: 'what runs after a refused connect()', unit: 'timers' }).toBe(0)
})

test('h20 every byte restarts the idle deadline, also inside a character', { waits: 3 * pause + 500 }, async ({
  pair,
}) => {
  const { caller, peer } = await pair()
  const answer = outcomeOf(caller.ask('price'))
  await question(peer)
  const euro = bytes('€')
  const pieces = [euro.subarray(0, 1), euro.subarray(1, 2), euro.subarray(2), '\n']
  await peer.send(pieces, { gap: pause })
  await expect(answer, 'what ask() came to when the bytes of € came one by one').toBe('the answer €')
})

const AT_ONCE = 500
const goodbyes = [
  ['end', 'a FIN'],
  ['reset', 'a RST'],
] as const

/** Outcome of a call, or `nothing within 500 ms`. */
const within = (lab: Lab, ms: number, call: Promise<unknown>): Promise<string> =>
  Promise.race([outcomeOf(call), lab.clock.advance(ms).then(() => `nothing within ${ms} ms`)])

const expectNoTimeout = (what: string, outcome: Promise<string>): Promise<void> =>
  expect(outcome, `what ${what} came to`).toBe('an error that is no timeout')
