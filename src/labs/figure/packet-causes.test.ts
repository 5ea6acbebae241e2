import { describe, expect, test } from 'vitest'
import { causeBefore, type KnownCause, knownCause, type Recording } from '../recording/index.ts'
import { recordFigure } from './record.fixture.ts'

const told = (cause: KnownCause | null) => {
  if (cause === null) return 'not known'
  if (cause.kind === 'program') return `${cause.name}${cause.after === null ? '' : ` woken by #${cause.after}`}`
  if (cause.kind === 'line') return `line ${cause.place.line}`
  if (cause.kind === 'timer') return `timer ${cause.timer}${cause.of === null ? '' : ` for #${cause.of}`}`
  return `${cause.kind === 'copy' ? 'copy of' : cause.how} #${cause.of}`
}
const causes = (recording: Recording) =>
  recording.packets.map((packet) => `#${packet.number} ${packet.label}: ${told(knownCause(packet, recording))}`)

describe('the cause of a packet', () => {
  test('is the call of a program, or the arrival of another packet', async () => {
    expect(causes(await recordFigure('handshake'))).toEqual([
      '#1 who has 10.0.9.2?: client.ts',
      '#2 it is at …00:02: answers #1',
      '#3 SYN: client.ts',
      '#4 SYN ACK: answers #3',
      '#5 ACK: answers #4',
      '#6 “hello\\n”: client.ts woken by #4',
      '#7 ACK 7: answers #6',
      '#8 “1 hello\\n”: server.ts woken by #6',
      '#9 ACK 9: answers #8',
      '#10 FIN: client.ts woken by #8',
      '#11 FIN: server.ts woken by #10',
      '#12 ACK 10: answers #11',
    ])
  })

  test('is the timer that expired, with the packet that started it', async () => {
    const timers = async (id: string, loss: number) =>
      causes(await recordFigure(id, { loss })).filter((cause) => cause.includes('timer'))
    expect(await timers('handshake', 0.2)).toEqual(['#4 SYN: timer retransmission for #3'])
    expect(await timers('handshake', 0.3)).toEqual([
      '#3 who has 10.0.9.2?: timer neighbor',
      '#4 who has 10.0.9.2?: timer neighbor',
    ])
    expect(await timers('gap', 0.2)).toEqual([
      '#22 FIN: timer retransmission for #15',
      '#23 FIN: timer retransmission for #15',
      '#25 FIN: timer loss probe for #24',
    ])
  })

  test('leads back along the chain to a packet that no other packet caused', async () => {
    const recording = await recordFigure('handshake')
    const chain = [recording.packets.length]
    for (let at = recording.packets.at(-1); at; ) {
      const before = causeBefore(at, recording)
      if (before !== null) chain.push(before)
      at = recording.packet(before)
    }
    expect(chain).toEqual([12, 11, 10, 8, 6, 4, 3])
  })
})
