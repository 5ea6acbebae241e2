import { bytes, expect } from 'ackademy/lab'
import { params } from './params.ts'
import { byHand, gaveUp, heartbeat, keepalive, said, waiting } from './setup.ts'

keepalive(
  'h3 the kernel does not notice a hung program',
  { waits: gaveUp.keepalive + 500 },
  async ({ program, detector }) => {
    await program.kill('SIGSTOP')
    await detector.expectAlive(gaveUp.keepalive + 400)
    expect((await detector.output()).stdout, 'what the detector printed').toBe('')
  },
)

keepalive(
  'h4 the kernel probes on time and the program stays quiet',
  { waits: 1000 * params.idle + 600 },
  async ({ lab }) => {
    await lab
      .capture('ip.src == 10.0.9.1', { since: 'now', as: 'a probe of the client' })
      .next({ within: 1000 * params.idle + 500 })
    await lab
      .capture('ip.src == 10.0.9.2', { since: 'now', as: 'an answer of the other kernel' })
      .next({ within: '500ms' })
    const words = (await lab.capture(said).all()).map(({ text }) => text)
    expect(words.join(''), 'what the program said to the server').toBe('')
  },
)

heartbeat(
  'h5 the program notices a hung one',
  { waits: gaveUp.heartbeat + 600 },
  async ({ lab, program, detector }) => {
    await program.kill('SIGSTOP')
    expect(await detector.line({ within: gaveUp.heartbeat + 500 }), 'the first line that was printed').toBe('DEAD')
    const { code } = await detector.exited()
    expect((await detector.output()).stdout, 'what the detector printed').toBe('DEAD\n')
    const words = (await lab.capture(said).all()).map(({ text }) => text)
    expect(words.join(''), 'what the detector said in one silence').toBe('PING\n')
    expect(code, 'the exit status after DEAD').toBe(0)
  },
)

heartbeat('h6 a server that talks is alive', { waits: 2 * gaveUp.heartbeat }, async ({ lab, program, detector }) => {
  await program.kill('SIGUSR1')
  await lab.capture(said, { as: 'a line of the client' }).expectNone(1.5 * gaveUp.heartbeat)
  expect((await detector.output()).stdout, 'what the detector printed').toMatch(/^(news\n)+$/)
})

byHand.schedules(
  'h7 lines for the user are printed, PING and PONG are not',
  { delimiters: ['\n'] },
  async ({ peer, detector }) => {
    await peer.send(['PONG\n', 'one\n', 'PONG\n', 'two\n'])
    expect([await detector.line(), await detector.line()], 'the first two lines that were printed').toEqual([
      'one',
      'two',
    ])
  },
)

keepalive('h8 the server may ask too', async ({ lab, program, detector }) => {
  await program.kill('SIGUSR2')
  const answer = await lab.capture(said, { as: 'a line of the client' }).next()
  expect(answer.text, 'what the client answered').toBe('PONG\n')
  expect((await detector.output()).stdout, 'what the detector printed').toBe('')
})

const beat = 1000 * params.heartbeat + 500

byHand(
  'h9 any byte is a sign of life, and the next silence is asked about again',
  { waits: 2 * beat },
  async ({ peer, detector }) => {
    expect(await peer.line({ within: beat })).toBe('PING')
    await peer.send('ne') // and no PONG
    expect(await peer.line({ within: beat })).toBe('PING')
    await peer.send('ws\nPING\n')
    expect(await peer.line()).toBe('PONG')
    expect(await detector.line()).toBe('news')
  },
)

byHand('h10 a line that only looks like PING or PONG is printed', async ({ peer, detector }) => {
  const lines = ['PINGS', 'no PONG', '', ' PING', 'PONG.']
  await peer.send(lines.map((line) => `${line}\n`))
  for (const line of lines) expect(await detector.line()).toBe(line)
})

byHand('h12 a line may be in any language', async ({ peer, detector, lab }) => {
  const [before, after] = [bytes('zwölf €').subarray(0, -1), bytes('€').subarray(-1)]
  await peer.send(before)
  await lab.settle()
  await peer.send([after, bytes('\n')])
  expect(await detector.line(), 'what the detector printed').toBe('zwölf €')
})

waiting.each({ refused: null, ended: 'end', reset: 'reset' } as const, { waits: gaveUp.heartbeat + 600 })(
  'h11 a server that refuses, closes or resets is not dead',
  async (goodbye, { listener, detect }) => {
    if (!goodbye) await listener.close()
    const detector = await detect('heartbeat')
    if (goodbye) await (await listener.accept())[goodbye]()
    const { code } = await detector.exited({ within: gaveUp.heartbeat + 500 })
    expect((await detector.output()).stdout, 'what the detector printed').toBe('')
    expect(code, 'the exit status of the detector').toBe(0)
  },
)
