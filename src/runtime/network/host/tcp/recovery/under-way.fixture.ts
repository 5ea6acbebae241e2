/** A connection with segments in flight, for tests of recovery. */
import { ScriptedPeer, text } from '../scripted-peer.fixture.ts'
import type { TcpSettings } from '../settings.ts'

/** Sends `segments` of 1000 bytes `roundTrip` ms (the round trip) after the SYN; nothing more to send. */
export function underWay(
  segments: number,
  roundTrip = 100,
  tcp: Partial<TcpSettings> = {},
  options = '<mss 1000,sackOK>',
) {
  const peer = new ScriptedPeer(tcp)
  const socket = peer.connecting()
  peer.run(roundTrip)
  peer.receives(`S. 0:0(0) ack 1 win 60000 ${options}`)
  socket.send(text('x'.repeat(segments * 1000)))
  peer.sent()
  return { peer, socket }
}

/** Time and sequence range only: `200 1:1001`. */
export function outline(lines: readonly string[]): string[] {
  return lines.map((line) => {
    const [time, , range = ''] = line.split(' ')
    return `${time} ${range.split('(')[0]}`
  })
}
