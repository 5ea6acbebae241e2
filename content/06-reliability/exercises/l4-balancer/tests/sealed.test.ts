import { expect, seededValues, type TcpPeer, times } from 'ackademy/lab'
import { linesOf, test } from './setup.ts'

const CLIENTS = 24

test('h16 drawn clients, ends and resets', { waits: '20s' }, async ({ lab, connect, backends }) => {
  const draw = seededValues(lab, 'clients')
  const answer = async (peer: TcpPeer) => {
    for (;;) {
      const [, lines = '0', end = ''] = /^give (\d+) (\w+)$/.exec(await peer.line()) ?? []
      await peer.send(linesOf(Number(lines), 'item'))
      if (end === 'fin') return peer.end()
      if (end === 'rst') {
        await lab.clock.advance('2s')
        return peer.reset()
      }
    }
  }
  const serve = async (listener: { accept(): Promise<TcpPeer> }) => {
    for (;;) answer(await listener.accept()).catch(() => {})
  }
  for (const listener of Object.values(backends)) serve(listener).catch(() => {})
  const ask = async (i: number) => {
    await lab.clock.advance(draw.integer(0, 3_000))
    const client = await connect()
    const [lines, end] = [draw.integer(1, 400), draw.integer(0, 2) === 0 ? 'rst' : 'fin']
    await client.send([`give ${lines}`, ` ${end}\n`])
    const got = await client.lines(lines, { within: '10s' }).catch(() => [])
    const last = end === 'fin' ? client.expectEnd({ within: '5s' }) : client.expectReset({ within: '5s' })
    const isWhole = `${got.join('\n')}\n` === linesOf(lines, 'item')
    const ended = await last.then(
      () => end,
      () => 'something else',
    )
    await client.end().catch(() => {})
    return `client ${i}: ${isWhole ? 'every line' : `${got.length} of ${lines} lines`}, then ${ended === end ? 'the right end' : `no ${end}`}`
  }
  const wanted = times(CLIENTS, (i) => `client ${i}: every line, then the right end`)
  await expect(Promise.all(times(CLIENTS, ask)), 'what 24 drawn clients got').toEqual(wanted)
})
