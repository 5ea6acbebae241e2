import { bytes, expect } from 'ackademy/lab'
import { params } from './params.ts'
import { byHand, ends, firstLine, gaveUp, heartbeat, keepalive, printed, said, status, waiting } from './setup.ts'

keepalive(
  'h3 the kernel does not notice a hung program',
  { waits: gaveUp.keepalive + 500 },
  async ({ program, detector }) => {
    await program.kill('SIGSTOP')
    const running = detector.expectAlive(gaveUp.keepalive + 400)
    await expect(running, 'your detector, still running').toHappen()
    expect((await detector.output()).stdout, printed).toBe('')
  },
)

keepalive(
  'h4 the kernel probes on time and the program stays quiet',
  { waits: 1000 * params.idle + 600 },
  async ({ lab }) => {
    const { took } = await lab.clock.time(() =>
      lab
        .capture('ip.src == 10.0.9.1', { since: 'now', as: 'a probe of your kernel' })
        .next({ within: 1000 * params.idle + 500 }),
    )
    expect(took, { about: 'the time until the first probe', unit: 'ms' }).toBeGreaterThan(500 * params.idle)
    await lab
      .capture('ip.src == 10.0.9.2', { since: 'now', as: 'an answer of the other kernel' })
      .next({ within: '500ms' })
    const words = (await lab.capture(said).all()).map(({ text }) => text)
    expect(words.join(''), 'what your detector sent').toBe('')
  },
)

heartbeat(
  'h5 the program notices a hung one',
  { waits: gaveUp.heartbeat + 600 },
  async ({ lab, program, detector }) => {
    await program.kill('SIGSTOP')
    await expect(detector.line({ within: gaveUp.heartbeat + 500 }), firstLine).toBe('DEAD')
    const { code } = await expect(detector.exited(), ends).toHappen()
    expect((await detector.output()).stdout, printed).toBe('DEAD\n')
    const words = (await lab.capture(said).all()).map(({ text }) => text)
    expect(words.join(''), 'what your detector sent in one silence').toBe('PING\n')
    expect(code, 'the exit status after DEAD').toBe(0)
  },
)

heartbeat('h6 a server that talks is alive', { waits: 2 * gaveUp.heartbeat }, async ({ lab, program, detector }) => {
  await program.kill('SIGUSR1')
  await lab.capture(said, { as: 'a line from your detector' }).expectNone(1.5 * gaveUp.heartbeat)
  expect((await detector.output()).stdout, printed).toMatch(/^(news\n)+$/)
})

byHand.schedules(
  'h7 lines for the user are printed, PING and PONG are not',
  { delimiters: ['\n'] },
  async ({ peer, detector }) => {
    await peer.send(['PONG\n', 'one\n', 'PONG\n', 'two\n'])
    await expect(detector.line(), firstLine).toBe('one')
    await expect(detector.line(), 'the second line that your detector printed').toBe('two')
  },
)

keepalive('h8 the server may ask too', async ({ lab, program, detector }) => {
  await program.kill('SIGUSR2')
  const answer = await lab.capture(said, { as: 'a line from your detector' }).next()
  expect(answer.text, "the answer to the server's PING").toBe('PONG\n')
  expect((await detector.output()).stdout, printed).toBe('')
})

const beat = 1000 * params.heartbeat + 500

byHand(
  'h9 any byte is a sign of life, and the next silence is asked about again',
  { waits: 2 * beat },
  async ({ peer, detector }) => {
    await expect(peer.line({ within: beat }), 'what your detector sent in the first silence').toBe('PING')
    await peer.send('ne') // and no PONG
    await expect(peer.line({ within: beat }), 'what your detector sent in the next silence').toBe('PING')
    await peer.send('ws\nPING\n')
    await expect(peer.line(), "the answer to the server's PING").toBe('PONG')
    await expect(detector.line(), firstLine).toBe('news')
  },
)

byHand('h13 a byte inside a character is a sign of life, too', { waits: 2 * beat }, async ({ peer }) => {
  await expect(peer.line({ within: beat }), 'what your detector sent in the first silence').toBe('PING')
  await peer.send(bytes('€').subarray(0, 1))
  await expect(peer.line({ within: beat }), 'what your detector sent in the next silence').toBe('PING')
})

byHand('h10 a line that only looks like PING or PONG is printed', async ({ peer, detector }) => {
  const lines = ['PINGS', 'no PONG', '', ' PING', 'PONG.', 'last']
  await peer.send(lines.map((line) => `${line}\n`))
  const seen: string[] = []
  while (seen.at(-1) !== 'last')
    seen.push(await expect(detector.line(), 'the next line that your detector printed').toHappen())
  expect(seen, 'the lines that your detector printed').toEqual(lines)
})

byHand('h12 a line may be in any language', async ({ peer, detector, lab }) => {
  const [before, after] = [bytes('zwölf €').subarray(0, -1), bytes('€').subarray(-1)]
  await peer.send(before)
  await lab.settle()
  await peer.send([after, bytes('\n')])
  await expect(detector.line(), firstLine).toBe('zwölf €')
})

waiting.each({ refused: null, ended: 'end', reset: 'reset' } as const, { waits: gaveUp.heartbeat + 600 })(
  'h11 a server that refuses, closes or resets is not dead',
  async (goodbye, { listener, detect }) => {
    if (!goodbye) await listener.close()
    const detector = await detect('heartbeat')
    if (goodbye) {
      const peer = await expect(listener.accept(), "your detector's connection").toHappen()
      await peer[goodbye]()
    }
    const { code } = await expect(detector.exited({ within: gaveUp.heartbeat + 500 }), ends).toHappen()
    expect((await detector.output()).stdout, printed).toBe('')
    expect(code, status).toBe(0)
  },
)
