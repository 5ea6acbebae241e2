/** Retransmission, connection failures, keep-alive. */
import { expect } from 'vitest'
import { Errno, SocketOption } from '#network'
import { ScriptedPeer, text } from '#network/host/tcp/scripted-peer.fixture.ts'
import { PLAIN, type Requirement, timesOf } from './requirement.fixture.ts'

export const MUSTS_OF_TIMERS: readonly Requirement[] = [
  {
    id: 'MUST-19',
    says: 'Congestion control: slow start, congestion avoidance, backoff of the timer (RFC 5681)',
    proof: 'shown by tests/network/curves.test.ts and src/runtime/network/host/tcp/recovery/',
  },
  {
    id: 'MUST-18',
    says: 'The retransmission timeout is RFC 6298’s, with Karn’s algorithm',
    proof: 'shown by src/runtime/network/host/tcp/timeouts.test.ts, with Linux’s minimum of 200 ms',
  },
  {
    id: 'MUST-20',
    says: 'Retransmissions of one segment have two thresholds, R1 and R2',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connected(PLAIN)
      socket.send(text('x'))
      expect(timesOf(peer, 2_000_000).at(-1)).toBe(924_600)
      expect(socket.takeError()).toBe(Errno.ETIMEDOUT)
    },
  },
  {
    id: 'MUST-21',
    says: 'The application can set R2',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connected(PLAIN)
      socket.setOption(SocketOption.USER_TIMEOUT, 5000)
      socket.send(text('x'))
      peer.run(5200)
      expect(socket.takeError()).toBe(Errno.ETIMEDOUT)
    },
  },
  {
    id: 'MUST-22',
    says: 'A SYN is subject to the same thresholds',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connecting()
      expect(timesOf(peer, 200_000)).toEqual([0, 1000, 2000, 3000, 4000, 5000, 7000, 11_000, 19_000, 35_000, 67_000])
      expect(socket.takeError()).toBe(Errno.ETIMEDOUT)
    },
  },
  {
    id: 'MUST-23',
    says: 'For a SYN, R2 is at least 3 minutes',
    proof:
      'not as the RFC says but as Linux does: 131 s (net.ipv4.tcp_syn_retries 6, tcp_syn_linear_timeouts 4); the setting `synRetries: 7` gives 251 s',
  },
  {
    id: 'MUST-24',
    says: 'Keep-alive can be turned on for a connection',
    proof: () => {
      const peer = new ScriptedPeer()
      peer.connected(PLAIN).setOption(SocketOption.KEEPALIVE, 60)
      expect(timesOf(peer, 61_000)).toEqual([60_000])
    },
  },
  {
    id: 'MUST-25',
    says: 'It is off by default',
    proof: () => {
      const peer = new ScriptedPeer()
      peer.connected(PLAIN)
      expect(timesOf(peer, 100_000_000)).toEqual([])
    },
  },
  {
    id: 'MUST-26',
    says: 'Probes are sent only when nothing came for the interval',
    proof: () => {
      const peer = new ScriptedPeer()
      peer.connected(PLAIN).setOption(SocketOption.KEEPALIVE, 60)
      peer.run(59_000)
      peer.receives('. 1:1(0) ack 1')
      expect(timesOf(peer, 59_000)).toEqual([])
      expect(timesOf(peer, 2000)).toHaveLength(1)
    },
  },
  {
    id: 'MUST-27',
    says: 'The interval can be configured',
    proof: () => {
      const peer = new ScriptedPeer()
      peer.connected(PLAIN).setOption(SocketOption.KEEPALIVE, 7)
      expect(timesOf(peer, 7000)).toEqual([7000])
    },
  },
  {
    id: 'MUST-28',
    says: 'Its default is at least two hours',
    proof: () => {
      expect(new ScriptedPeer().host.tcp.settings.keepAliveTime).toBe(7200e9)
    },
  },
  {
    id: 'MUST-29',
    says: 'One probe without an answer does not mean that the connection is dead',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connected(PLAIN)
      socket.setOption(SocketOption.KEEPALIVE, 10)
      socket.setOption(SocketOption.KEEPALIVE_INTERVAL, 10)
      peer.run(95_000)
      expect(socket.state).toBe('ESTABLISHED')
    },
  },
]
