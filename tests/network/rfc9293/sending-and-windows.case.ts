/** Sending, the window (RFC 9293 appendix B: PUSH Flag, Window). */
import { expect } from 'vitest'
import { ScriptedPeer, text } from '#network/host/tcp/scripted-peer.fixture.ts'
import { PLAIN, type Requirement, starts, timesOf } from './requirement.fixture.ts'

export const MUSTS_OF_WINDOWS: readonly Requirement[] = [
  {
    id: 'MUST-60',
    says: 'Without a PUSH call, the sender does not buffer data indefinitely',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connected(PLAIN)
      socket.send(text('a'))
      socket.send(text('b'))
      peer.receives('. 1:1(0) ack 2')
      expect(starts(peer.sent())).toEqual(['0 P. 1:2(1)', '0 P. 2:3(1)'])
    },
  },
  {
    id: 'MUST-61',
    says: 'Without a PUSH call, the last segment has PSH',
    proof: () => {
      const peer = new ScriptedPeer()
      peer.connected(PLAIN).send(new Uint8Array(2500))
      expect(peer.sent().map((line) => line.split(' ')[1])).toEqual(['.', '.', 'P.'])
    },
  },
  {
    id: 'MUST-1',
    says: 'The window is an unsigned number',
    proof: () => {
      const peer = new ScriptedPeer()
      expect(peer.connected(PLAIN, 65_535).stats().sndWnd).toBe(65_535)
    },
  },
  {
    id: 'MUST-34',
    says: 'The sender is robust against a window that shrinks',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connected(PLAIN, 5000)
      socket.send(new Uint8Array(8000))
      expect(peer.sent()).toHaveLength(5)
      peer.receives('. 1:1(0) ack 1001 win 1000')
      expect(peer.sent()).toEqual([])
      peer.receives('. 1:1(0) ack 5001 win 5000')
      expect(peer.sent()).toHaveLength(3)
    },
  },
  {
    id: 'MUST-35',
    says: 'A window shrunk to zero is probed in the usual way',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connected(PLAIN, 5000)
      socket.send(new Uint8Array(3000))
      peer.receives('. 1:1(0) ack 3001 win 0')
      socket.send(text('x'))
      peer.sent()
      expect(timesOf(peer, 700)).toEqual([200, 600])
    },
  },
  {
    id: 'MUST-36',
    says: 'Zero windows are probed',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connected(PLAIN)
      peer.receives('. 1:1(0) ack 1 win 0')
      socket.send(text('x'))
      expect(timesOf(peer, 3000)).toEqual([200, 600, 1400, 3000])
    },
  },
  {
    id: 'MUST-37',
    says: 'As long as probes are acknowledged, the connection stays open',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connected(PLAIN)
      peer.receives('. 1:1(0) ack 1 win 0')
      socket.send(text('x'))
      for (let minute = 0; minute < 600; minute++) {
        peer.run(60_000)
        if (peer.sent().length > 0) peer.receives('. 1:1(0) ack 1 win 0')
      }
      expect(socket.state).toBe('ESTABLISHED')
    },
  },
  {
    id: 'MUST-66',
    says: 'RST and ACK are processed even with a window of zero',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connected(PLAIN)
      let end = 1
      for (let length = 1000; socket.stats().rcvWnd > 0 && end < 1e6; end += length) {
        length = Math.min(1000, socket.stats().rcvWnd)
        peer.receives(`. ${end}:${end + length}(${length}) ack 1`)
      }
      expect(socket.stats().rcvWnd).toBe(0)
      socket.send(text('x'))
      peer.receives(`. ${end}:${end}(0) ack 2`)
      expect(socket.stats().unacknowledged).toBe(0)
      peer.receives(`R ${end}:${end}(0)`)
      expect(socket.state).toBe('CLOSED')
    },
  },
]
