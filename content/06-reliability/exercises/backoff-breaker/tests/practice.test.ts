import { expect, times } from 'ackademy/lab'
import { params } from './params.ts'
import { fail, open, outcomeOf, outcomeWithin, pausesOf, serve, succeed, test, tries } from './setup.ts'

const { port, baseMs, openMs } = params

test('h3 pauses are drawn between 0 and a limit that doubles', { waits: '40s' }, async ({ lab, caller }) => {
  const callers = await Promise.all(times(40, (i) => caller({ port: 5000 + i, capMs: 8 * baseMs, totalMs: 60_000 })))
  const pauses = await pausesOf(lab, callers, 5000)
  for (let n = 1; n <= 4; n++) {
    const limit = baseMs * 2 ** (n - 1)
    const drawn = pauses.map((of) => of[n - 1] ?? Number.NaN)
    const longest = { about: `the longest of 40 pauses after try ${n}`, unit: 'ms' }
    expect(Math.max(...drawn), longest).toBeBetween(0.6 * limit, limit + 2)
    // By chance all 40 are above this once in thirty million seeds.
    const shortest = { about: `the shortest of 40 pauses after try ${n}`, unit: 'ms' }
    expect(Math.min(...drawn), shortest).toBeWithin(0.35 * limit)
  }
})

test('h4 pauses stop growing at capMs', { waits: '30s' }, async ({ lab, caller }) => {
  const capMs = 2 * baseMs
  const callers = await Promise.all(times(10, (i) => caller({ port: 5000 + i, capMs, totalMs: 60_000 })))
  const pauses = await pausesOf(lab, callers, 5000)
  const late = pauses.flatMap((of) => of.slice(2))
  const longest = { about: 'the longest pause after try 3 or later', unit: 'ms' }
  expect(Math.max(...late), longest).toBeBetween(0.6 * capMs, capMs + 2)
  const counts = pauses.map((of) => of.length)
  expect(counts, 'the repetitions of ten callers, each with ten to spend').toEqual(times(10, () => 10))
})

test('h5 a question that may be done once is not asked again after its line was sent', { waits: '5s' }, async ({
  lab,
  caller,
  listen,
}) => {
  const listener = await listen()
  const one = await caller()
  for (const what of ['a reset', 'a FIN', 'no answer'] as const) {
    const asked = outcomeOf(one.ask('pay 5'))
    const peer = await expect(listener.accept(), `the try that meets ${what}`).toHappen()
    await expect(peer.line(), `the line that meets ${what}`).toBe('pay 5')
    if (what === 'a reset') await peer.reset()
    if (what === 'a FIN') await peer.end()
    await expect(asked, `what the question got after ${what}`).toBe('an error')
  }
  await expect(tries(lab).count(), 'the number of tries for three such questions').toBe(3)
})

test('h6 an idempotent question is asked again after a reset', { waits: '3s' }, async ({ caller, listen }) => {
  const listener = await listen()
  const one = await caller()
  const asked = outcomeOf(one.ask('tea', { isIdempotent: true }))
  const first = await expect(listener.accept(), 'the first try').toHappen()
  await first.line()
  await first.reset()
  const second = await expect(listener.accept(), 'a second try after the reset').toHappen()
  await expect(second.line(), 'the line of the second try').toBe('tea')
  await second.send('3 euros\n')
  await expect(asked, 'the answer to the second try').toBe('3 euros')
})

test('h7 busy is obeyed, and the random pause comes on top', { waits: '5s' }, async ({ lab, caller, listen }) => {
  const listener = await listen()
  const callers = await Promise.all(times(30, () => caller({ capMs: baseMs })))
  const asked = callers.map((one) => outcomeOf(one.ask('pay 5')))
  const told = lab.capture(`tcp.srcport == ${port} && tcp.len > 0`)
  for (let i = 0; i < callers.length; i++) {
    const peer = await expect(listener.accept(), `the first try of caller ${i + 1}`).toHappen()
    await peer.line()
    await peer.send('busy 700\n')
  }
  const first = await told.all()
  for (let i = 0; i < callers.length; i++) {
    const peer = await expect(listener.accept(), `the second try of caller ${i + 1}`).toHappen()
    await peer.line()
    await peer.send('done\n')
  }
  await expect(Promise.all(asked), 'the answers to 30 questions').toEqual(times(30, () => 'done'))
  const all = await tries(lab).all()
  const ms = all.slice(30).map((packet) => packet.at - first[0]!.at - 10)
  expect(Math.min(...ms), { about: 'the time until the first caller came back', unit: 'ms' }).toBeBetween(
    700,
    700 + 0.35 * baseMs,
  )
  expect(Math.max(...ms), { about: 'the time until the last caller came back', unit: 'ms' }).toBeBetween(
    700 + 0.6 * baseMs,
    700 + baseMs + 5,
  )
})

test('h8 a question is rejected as soon as its next try would be too late', { waits: '3s' }, async ({
  lab,
  caller,
  listen,
}) => {
  const listener = await listen()
  const one = await caller({ totalMs: 2_000 })
  const asked = one.ask('tea')
  const peer = await expect(listener.accept(), 'the first try').toHappen()
  await peer.line()
  await peer.send('busy 60000\n')
  const soon = outcomeWithin(lab, asked, 50)
  await expect(soon, 'what the question got within 50 ms after busy 60000').toBe('an error')
})

test('h9 a try gets only the time that is left', { waits: '5s' }, async ({ lab, caller, listen }) => {
  await listen()
  const one = await caller({ tryMs: 1_000, totalMs: 700 })
  const short = await lab.clock.time(() => outcomeOf(one.ask('mute')))
  expect(short.took, { about: 'the time that a question without an answer took', unit: 'ms' }).toBeWithin('702ms')
  const other = await caller({ tryMs: 300, totalMs: 60_000 })
  const long = await lab.clock.time(() => outcomeOf(other.ask('mute')))
  const about = 'the time that a try of 300 ms without an answer took'
  expect(long.took, { about, unit: 'ms' }).toBeBetween('299ms', '302ms')
})

test('h10 repetitions stay within the budget', { waits: '30s' }, async ({ lab, caller, listen }) => {
  serve(await listen()).catch(() => {})
  const one = await caller({ baseMs: 1, capMs: 1, totalMs: 200 })
  for (let i = 0; i < 100; i++) await outcomeOf(one.ask('say busy 0'))
  const about = { about: 'the number of tries for 100 questions that all got busy', unit: 'tries' }
  expect(await tries(lab).count(), about).toBeLessThanOrEqual(120)
  expect(await tries(lab).count(), { ...about, about: `${about.about}, at least` }).toBeGreaterThanOrEqual(115)
})

test('h11 the breaker opens at 20 tries of which half failed, and not before', { waits: '5s' }, async ({
  caller,
  listen,
}) => {
  serve(await listen()).catch(() => {})
  const few = await caller()
  await fail(few, 19)
  await expect(outcomeOf(few.ask('tea')), 'a question after 19 failed tries').toBe('tea!')
  const most = await caller()
  await succeed(most, 11)
  await fail(most, 9)
  await expect(outcomeOf(most.ask('tea')), 'a question after 11 good and 9 failed tries').toBe('tea!')
  const half = await caller()
  await succeed(half, 10)
  await fail(half, 10)
  await expect(outcomeOf(half.ask('tea')), 'a question after 10 good and 10 failed tries').toBe('OpenError')
})

test('h12 tries of more than 10 s ago no longer count', { waits: '15s' }, async ({ lab, caller, listen }) => {
  serve(await listen()).catch(() => {})
  const one = await caller()
  await fail(one, 19)
  await lab.clock.advance('11s')
  await fail(one, 1)
  const about = 'a question after 19 failures long ago and one now'
  await expect(outcomeOf(one.ask('tea')), about).toBe('tea!')
})

test('h13 one probe goes out after openMs, alone', { waits: '10s' }, async ({ lab, caller, listen }) => {
  const listener = await listen()
  serve(listener).catch(() => {})
  const one = await caller()
  await open(one)
  await lab.clock.advance(openMs - 100)
  await expect(outcomeOf(one.ask('tea')), 'a question shortly before openMs have passed').toBe('OpenError')
  await lab.clock.advance('110ms')
  const before = await tries(lab).count()
  const asked = times(5, (i) => outcomeOf(one.ask(`tea ${i}`)))
  const outcomes = await expect(Promise.all(asked), 'five questions once openMs have passed').toHappen()
  expect((await tries(lab).count()) - before, 'the number of tries for five questions then').toBe(1)
  const sorted = [...outcomes].sort()
  const expected = ['OpenError', 'OpenError', 'OpenError', 'OpenError', 'tea 0!']
  expect(sorted, 'what the five questions got').toEqual(expected)
  const later = times(5, (i) => outcomeOf(one.ask(`gold ${i}`)))
  await expect(Promise.all(later), 'five questions after the probe was answered').toEqual(times(5, (i) => `gold ${i}!`))
})

test('h14 a failed probe keeps the breaker open for as long again', { waits: '20s' }, async ({
  lab,
  caller,
  listen,
}) => {
  serve(await listen()).catch(() => {})
  const one = await caller()
  await open(one)
  await lab.clock.advance(openMs)
  await expect(outcomeOf(one.ask('mute')), 'the probe').toBe('an error')
  await expect(outcomeOf(one.ask('tea')), 'a question right after the failed probe').toBe('OpenError')
  await lab.clock.advance(openMs - 100)
  await expect(outcomeOf(one.ask('tea')), 'a question just before openMs have passed again').toBe('OpenError')
  await lab.clock.advance('110ms')
  await expect(outcomeOf(one.ask('tea')), 'the second probe').toBe('tea!')
})

test('h15 a late result decides nothing', { waits: '15s' }, async ({ lab, caller, listen }) => {
  const listener = await listen()
  const one = await caller({ tryMs: 2 * openMs, totalMs: 2 * openMs + 1_000 })
  const begin = async (line: string) => {
    const asked = outcomeOf(one.ask(line))
    const peer = await expect(listener.accept(), `the try of a question before the breaker opens`).toHappen()
    await peer.line()
    return { asked, peer }
  }
  const early = await begin('early')
  const late = [await begin('late 1'), await begin('late 2'), await begin('late 3')]
  serve(listener).catch(() => {})
  await open(one)
  await early.peer.send('early!\n')
  await expect(early.asked, 'the answer to a question from before').toBe('early!')
  await expect(outcomeOf(one.ask('tea')), 'a question after a late answer').toBe('OpenError')
  await lab.clock.advance(openMs)
  await expect(outcomeOf(one.ask('tea')), 'the probe').toBe('tea!')
  for (const { asked, peer } of late) {
    await peer.reset()
    await expect(asked, 'what another question from before got').toBe('an error')
  }
  await fail(one, 17)
  const about = 'a question after three late failures and 17 tries'
  await expect(outcomeOf(one.ask('drop')), about).toBe('an error')
})

test('h16 every other line is an answer, and busy is no failure of the server', { waits: '5s' }, async ({
  lab,
  caller,
  listen,
}) => {
  serve(await listen()).catch(() => {})
  const one = await caller({ totalMs: 1_000 })
  const asked = outcomeOf(one.ask('say error: no such item', { isIdempotent: true }))
  await expect(asked, 'what a question with an error for its answer got').toBe('error: no such item')
  expect(await tries(lab).count(), 'the number of tries for it').toBe(1)
  for (let i = 0; i < 15; i++) await outcomeOf(one.ask('say error: no such item'))
  for (let i = 0; i < 20; i++) await outcomeOf(one.ask('say busy 60000'))
  await expect(outcomeOf(one.ask('tea')), 'a question after 16 errors and 20 busy').toBe('tea!')
})

test('h17 after the probe, earlier failures are forgotten', { waits: '10s' }, async ({ lab, caller, listen }) => {
  serve(await listen()).catch(() => {})
  const one = await caller()
  await open(one)
  await lab.clock.advance(openMs)
  await expect(outcomeOf(one.ask('tea')), 'the probe').toBe('tea!')
  await fail(one, 1)
  await expect(outcomeOf(one.ask('tea')), 'a question after the probe and one failure').toBe('tea!')
})

test('h18 a question that waits for its next try sends none while the breaker is open', { waits: '10s' }, async ({
  lab,
  caller,
  listen,
}) => {
  serve(await listen()).catch(() => {})
  const one = await caller({ baseMs: 1, capMs: 1 })
  const waiting = outcomeOf(one.ask('say busy 2000'))
  await lab.clock.advance('50ms')
  await open(one)
  const before = await tries(lab).count()
  await expect(waiting, 'what a question got whose next try fell into the open time').toBe('OpenError')
  expect((await tries(lab).count()) - before, 'the number of its tries in that time').toBe(0)
})
