import { answerLines, expect, type Lab, times } from 'ackademy/lab'
import { params } from './params.ts'
import { abortTest, gone, pause, reset, test } from './setup.ts'

const { idleMs, totalMs } = params

test.schedules('h3 the answer may be cut anywhere', { delimiters: ['\n', '€'] }, async ({ pair }) => {
  const { caller, peer } = await pair()
  const answer = caller.ask('price')
  await peer.line()
  await peer.send('costs 5 €\n')
  expect(await answer, 'what ask() gave').toBe('costs 5 €')
})

test('h4 silence ends at the idle deadline', { waits: idleMs + 500 }, async ({ lab, pair }) => {
  const { caller, peer } = await pair()
  const { took } = await lab.clock.time(async () => {
    const answer = caller.ask('anybody?')
    await peer.line()
    await expect(answer, 'the error of ask()').rejects.toMatchObject({ timeout: true, phase: 'idle' })
  })
  expect(took, 'the time from the question to the rejection').toBeAbout(idleMs)
})

test('h5 a trickle ends at the total deadline', { waits: totalMs + 500 }, async ({ lab, pair }) => {
  const { caller, peer } = await pair()
  const { took } = await lab.clock.time(async () => {
    const answer = caller.ask('slowly')
    await peer.send(
      times(Math.ceil(totalMs / pause) + 1, () => 'x'),
      { gap: pause },
    )
    await expect(answer, 'the error of ask()').rejects.toMatchObject({ timeout: true, phase: 'total' })
  })
  expect(took, 'the time from the question to the rejection').toBeAbout(totalMs)
})

test('h6 slow is not silent, and every question has its own deadlines', { waits: 8 * pause + 500 }, async ({
  pair,
}) => {
  const { caller, peer } = await pair()
  for (const question of ['first', 'second', 'third']) {
    const answer = caller.ask(question)
    await peer.line()
    await peer.send(['sl', 'ow', 'ly\n'], { gap: pause })
    expect(await answer, 'what ask() gave').toBe('slowly')
  }
})

test('h7 no deadline runs between two questions', { waits: 1.2 * totalMs + 500 }, async ({ lab, pair }) => {
  const { caller, peer } = await pair()
  for (const rest of [1.2 * totalMs, 0]) {
    const answer = caller.ask('still there?')
    await peer.line()
    await peer.send('yes\n')
    expect(await answer, 'what ask() gave').toBe('yes')
    await lab.clock.advance(rest)
  }
})

const REASON = "the signal's reason"

abortTest('h8 an abort rejects the open question', async ({ lab, aborts, listener }) => {
  const outcome = aborts.abortWhileAsking('server', params.port, 100)
  const peer = await listener.accept()
  await peer.line()
  expect(await outcome, 'what ask() was rejected with').toBe(REASON)
  await lab.capture(gone, { as: 'a FIN or RST of the client' }).next()
})

abortTest('h9 an abort rejects a pending connect', { waits: '2900ms' }, async ({ lab, aborts, loseSyns }) => {
  await loseSyns()
  const outcomes = await aborts.abortWhileConnecting('server', params.port, 100)
  expect(outcomes, 'what two calls of connect() were rejected with').toEqual([REASON, REASON])
  await lab.capture('tcp.flags.syn == 1', { since: 'now', as: 'another SYN' }).expectNone('1200ms')
})

test('h10 a server that closes is not a timeout', async ({ lab, connect, pair }) => {
  await expectNoTimeout(lab, 'connect() to a port where nobody listens', connect(params.port + 1))
  for (const [leave, sent] of goodbyes) {
    const { caller, peer } = await pair()
    const answer = caller.ask('and now?')
    await peer.line()
    await peer[leave]()
    await expectNoTimeout(lab, `ask() that waited when the server sent ${sent}`, answer)
  }
})

test.each({ idle: 0, total: Math.ceil(totalMs / pause) + 1 }, { waits: totalMs + pause + 500 })(
  'h11 a missed deadline closes the connection',
  async (drops, { lab, pair }) => {
    const { caller, peer } = await pair()
    const answer = caller.ask('anybody?')
    await peer.line()
    await peer.send(
      times(drops, () => 'x'),
      { gap: pause },
    )
    await expect(answer, 'the error of ask()').rejects.toThrow()
    await lab.capture(gone, { as: 'a FIN or RST of the client' }).next({ within: '500ms' })
    await peer.send('too late') // behind the drops that are still to go
    await lab.capture(reset, { as: 'a RST of the client' }).next({ within: pause + 500 })
  },
)

test('h12 after the connect deadline no SYN is sent again', { waits: 3 * params.connectMs + 500 }, async ({
  lab,
  connect,
  loseSyns,
}) => {
  await loseSyns()
  await expect(connect(), 'the error of connect()').rejects.toThrow()
  await lab.capture('tcp.flags.syn == 1', { since: 'now', as: 'another SYN' }).expectNone(2 * params.connectMs)
})

abortTest('h13 twelve questions leave nothing behind', async ({ lab, aborts, listener }) => {
  const questions = times(12, (i) => `question ${i}`)
  const answers = aborts.askAll('server', params.port, questions)
  const peer = await listener.accept()
  await answerLines(peer, questions.length, (line) => `${line}!\n`)
  expect(await answers, 'what twelve times ask() gave').toEqual(questions.map((question) => `${question}!`))
  await peer.expectEnd()
  await peer.end()
  await lab.settle()
  expect(await aborts.leftBehind(), 'what is left after twelve questions').toBe('nothing')
})

test('h14 a closed connection answers nothing, and that is not a timeout', async ({ lab, pair }) => {
  for (const [leave, sent] of goodbyes) {
    const { caller, peer } = await pair()
    await peer[leave]()
    await lab.settle()
    await expectNoTimeout(lab, `ask() after the server had sent ${sent}`, caller.ask('still there?'))
  }
})

abortTest('h15 an abort between two questions closes the connection', async ({ lab, aborts, listener }) => {
  const outcome = aborts.abortBeforeAsking('server', params.port, 100)
  await listener.accept()
  await lab.capture(gone, { as: 'a FIN or RST of the client' }).next({ within: '500ms' })
  expect(await outcome, 'what ask() was rejected with').toBe(REASON)
})

test('h16 a server that closes is noticed at once', async ({ lab, pair }) => {
  for (const isAsked of [true, false])
    for (const [leave, sent] of goodbyes) {
      const { caller, peer } = await pair()
      const waits = isAsked ? settling(caller.ask('and now?')) : null
      if (waits) await peer.line()
      await peer[leave]()
      await lab.settle()
      const settled = waits ?? settling(caller.ask('and now?'))
      const outcome = await settled(lab)
      const when = isAsked ? 'that waited when the server sent' : 'after the server had sent'
      expect(outcome !== null, `ask() ${when} ${sent} is settled within ${AT_ONCE} ms`).toBe(true)
    }
})

abortTest(
  'h17 a failed call leaves nothing behind',
  { waits: params.idleMs + 1500 },
  async ({ lab, aborts, listener }) => {
    for (const leave of ['end', 'reset', 'never'] as const) {
      const outcome = aborts.askInVain('server', params.port, params.idleMs + 500)
      const peer = await listener.accept()
      await peer.line()
      if (leave !== 'never') await peer[leave]()
      await outcome
    }
    await aborts.askInVain('server', params.port + 1, 500)
    await lab.settle()
    expect(await aborts.leftBehind(), 'what is left after four questions that came to nothing').toBe('nothing')
  },
)

abortTest(
  'h18 setting the machine’s clock moves no deadline',
  { waits: totalMs + 1500 },
  async ({ aborts, listener }) => {
    const outcome = aborts.askWhileTheTimeIsSet('server', params.port, totalMs + 500)
    const peer = await listener.accept()
    await peer.line()
    await peer.send(
      times(Math.ceil(totalMs / pause) + 1, () => 'x'),
      { gap: pause },
    )
    expect(await outcome, 'the phase of what ask() was rejected with').toBe('total')
  },
)

const AT_ONCE = 500
const goodbyes = [
  ['end', 'a FIN'],
  ['reset', 'a RST'],
] as const

type Outcome = { error?: object }

/** Looks from now on whether it is settled; then, with what, or null when `AT_ONCE` has passed. */
function settling(answer: Promise<unknown>): (lab: Lab) => Promise<Outcome | null> {
  let outcome: Outcome | null = null
  const settle = (came: Outcome) => {
    outcome = came
  }
  answer.then(
    () => settle({}),
    (error: object) => settle({ error }),
  )
  return async (lab) => {
    for (let waited = 0; outcome === null && waited < AT_ONCE; waited += 50) await lab.clock.advance(50)
    return outcome
  }
}

async function expectNoTimeout(lab: Lab, what: string, answer: Promise<unknown>): Promise<void> {
  const outcome = await settling(answer)(lab)
  expect(outcome !== null, `${what} is settled within ${AT_ONCE} ms`).toBe(true)
  const error = outcome?.error ?? {}
  expect(error, `what came of ${what}`).toBeInstanceOf(Error)
  expect('timeout' in error && error.timeout, `the field timeout of the error of ${what}`).not.toBe(true)
}
