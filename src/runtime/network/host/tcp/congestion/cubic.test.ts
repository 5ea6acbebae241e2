import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MILLISECOND, SECOND } from '../../../clock.ts'
import { Errno } from '../../../errno.ts'
import { SocketOption } from '../../socket-constants.ts'
import { ScriptedPeer } from '../scripted-peer.fixture.ts'
import { Cubic } from './cubic.ts'
import { integerCubeRoot } from './integer-cube-root.ts'

test('the integer cube root is exact', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 200_000 }), fc.nat(), (root, more) => {
      const next = (root + 1) ** 3
      const value = root ** 3 + (more % (next - root ** 3))
      expect(integerCubeRoot(value)).toBe(root)
    }),
  )
})

/** Returns the window after each second of a flow of `window` segments that lost one and then gets `window` acknowledged every 100 ms. */
function windowsAfterLoss(window: number, seconds: number): number[] {
  const cubic = new Cubic()
  const congestion = { cwnd: window, ssthresh: window }
  congestion.ssthresh = cubic.thresholdAfterLoss(congestion)
  congestion.cwnd = congestion.ssthresh
  const windows: number[] = []
  for (let now = 0; now < seconds * SECOND; now += 100 * MILLISECOND) {
    cubic.onAcknowledgement(congestion, congestion.cwnd, { now, snd: { una: 0, nxt: 0 } })
    if (now % SECOND === 0) windows.push(congestion.cwnd)
  }
  return windows
}

describe('CUBIC (RFC 9438)', () => {
  test('a loss leaves 0.7 of the window', () => {
    expect(new Cubic().thresholdAfterLoss({ cwnd: 1000, ssthresh: 1000 })).toBe(700)
  })

  test('then the window is concave up to the old maximum, after K = ∛(0.3 · 1000 / 0.4) = 9.1 s, and convex afterwards', () => {
    const windows = windowsAfterLoss(1000, 16)
    for (const [second, window] of windows.entries()) {
      expect(Math.abs(window - (1000 + 0.4 * (second - 9.086) ** 3))).toBeLessThan(15)
    }
  })

  test('where Reno would be faster it keeps up with Reno: a small window on a short path', () => {
    const [, second] = windowsAfterLoss(20, 2)
    // 14 segments and 3 (1 − 0.7) / (1 + 0.7) = 0.53 more in each of ten round trips.
    expect(second).toBeGreaterThanOrEqual(18)
  })

  test('a loss below the last maximum makes room for others (fast convergence)', () => {
    const cubic = new Cubic()
    cubic.thresholdAfterLoss({ cwnd: 1000, ssthresh: 1000 })
    const congestion = { cwnd: 800, ssthresh: 700 }
    congestion.ssthresh = cubic.thresholdAfterLoss(congestion)
    congestion.cwnd = congestion.ssthresh
    for (let now = 0; now < 10 * SECOND; now += 100 * MILLISECOND) {
      cubic.onAcknowledgement(congestion, congestion.cwnd, { now, snd: { una: 0, nxt: 0 } })
      if (now === 8 * SECOND) expect(Math.abs(congestion.cwnd - 680)).toBeLessThan(10)
    }
  })
})

describe('the choice of congestion control', () => {
  test('comes from net.ipv4.tcp_congestion_control, unless the socket sets TCP_CONGESTION', () => {
    const peer = new ScriptedPeer({ congestionControl: 'cubic' })
    const socket = peer.host.tcp.socket(4)
    expect(socket.getOption(SocketOption.CONGESTION)).toBe(1)
    expect(socket.setOption(SocketOption.CONGESTION, 0, 'reno')).toBe(0)
    expect(socket.getOption(SocketOption.CONGESTION)).toBe(0)
    expect(socket.setOption(SocketOption.CONGESTION, 0, 'vegas')).toBe(-Errno.ENOENT)
  })

  test('can change while a connection is open', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    socket.setOption(SocketOption.CONGESTION, 0, 'cubic')
    socket.send(new Uint8Array(10_000))
    peer.run(10)
    peer.receives('. 1:1(0) ack 1 <sack 1001:5001>')
    expect(socket.stats().slowStartThreshold).toBe(7)
  })
})
