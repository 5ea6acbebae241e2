/** Silly windows, acknowledgments, and what concerns IP, ICMP and addresses. */
import { expect } from 'vitest'
import { Errno, SocketOption } from '#network'
import { read, ScriptedPeer, text } from '#network/host/tcp/scripted-peer.fixture.ts'
import { connected, twoHosts } from '#network/host/two-hosts.fixture.ts'
import { PLAIN, type Requirement } from './requirement.fixture.ts'

export const MUSTS_OF_IP: readonly Requirement[] = [
  {
    id: 'MUST-17',
    says: 'Nagle’s algorithm can be turned off',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connected(PLAIN)
      socket.setOption(SocketOption.NODELAY, 1)
      socket.send(text('a'))
      socket.send(text('b'))
      expect(peer.sent()).toHaveLength(2)
    },
  },
  {
    id: 'MUST-38',
    says: 'The sender avoids the silly window syndrome',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connected(PLAIN, 2000)
      socket.send(new Uint8Array(10_000))
      expect(peer.sent()).toHaveLength(2)
      peer.receives('. 1:1(0) ack 2001 win 10')
      peer.receives('. 1:1(0) ack 2001 win 100')
      expect(peer.sent()).toEqual([])
    },
  },
  {
    id: 'MUST-39',
    says: 'The receiver avoids it',
    proof: 'shown by src/runtime/network/host/tcp/receiving.test.ts: a window opens by whole segments',
  },
  {
    id: 'MUST-40',
    says: 'An acknowledgment is delayed by less than 0.5 s',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connected(PLAIN)
      for (let i = 0; i < 40; i++) {
        peer.receives(`. ${1 + i}:${2 + i}(1) ack 1`)
        peer.run(200)
        expect(peer.sent().length, `segment ${i}`).toBeGreaterThan(0)
        read(socket)
      }
    },
  },
  {
    id: 'MUST-58',
    says: 'Everything that is queued is processed before an acknowledgment is sent',
    proof: 'holds by construction: segments are processed one by one as they arrive, none is queued',
  },
  {
    id: 'MUST-59',
    says: 'So one acknowledgment is sent for all of them, where more are queued',
    proof: 'holds by construction, as MUST-58',
  },
  {
    id: 'MUST-47',
    says: 'The application is told of soft errors',
    proof:
      'scoped out: as on Linux they are kept and reported if the connection then times out; IP_RECVERR is no option of ours, as Node has none',
  },
  {
    id: 'MUST-48',
    says: 'The application can set the differentiated services field',
    proof: () => {
      const network = twoHosts()
      const { near } = connected(network)
      near.setOption(SocketOption.TOS, 0x28)
      near.send(text('x'))
      network.run(50)
      expect(network.recorder.packets.some(({ bytes }) => bytes[13] === 0 && bytes[15] === 0x28)).toBe(true)
    },
  },
  {
    id: 'MUST-49',
    says: 'The time to live can be configured',
    proof: () => {
      const network = twoHosts()
      const { near } = connected(network)
      near.setOption(SocketOption.TTL, 9)
      near.send(text('x'))
      network.run(50)
      expect(network.recorder.packets.some(({ bytes }) => bytes[13] === 0 && bytes[22] === 9)).toBe(true)
    },
  },
  {
    id: 'MUST-50',
    says: 'IP options that are not understood are ignored',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connected(PLAIN)
      peer.receives('P. 1:6(5) ack 1', 'hello', { ipOptions: Uint8Array.of(0x99, 4, 1, 2) })
      expect(read(socket)).toBe('hello')
    },
  },
  {
    id: 'MUST-54',
    says: 'ICMP errors find their connection',
    proof: () => {
      const peer = new ScriptedPeer()
      const first = peer.connecting(80)
      const second = peer.connecting(81)
      peer.reports(3, 1)
      expect(second.takeError()).toBe(Errno.EHOSTUNREACH)
      expect(first.state).toBe('SYN_SENT')
    },
  },
  {
    id: 'MUST-55',
    says: 'Source quench is discarded',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connected(PLAIN)
      socket.send(new Uint8Array(10_000))
      peer.reports(4, 0)
      expect(socket.stats()).toMatchObject({ state: 'ESTABLISHED', sndCwnd: 10 })
    },
  },
  {
    id: 'MUST-56',
    says: 'Soft ICMP errors do not abort a connection',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connected(PLAIN)
      socket.send(text('x'))
      for (const code of [0, 1, 5]) peer.reports(3, code)
      expect(socket.state).toBe('ESTABLISHED')
      peer.receives('. 1:1(0) ack 2')
      expect(socket.takeError()).toBe(0)
    },
  },
  {
    id: 'MUST-57',
    says: 'A SYN to a broadcast or group address is ignored',
    proof: () => {
      const peer = new ScriptedPeer()
      peer.listening()
      for (const destination of ['10.0.0.255', '255.255.255.255', '224.0.0.1']) {
        peer.receives('S 0:0(0) win 60000 <mss 1000>', undefined, { destination })
      }
      expect(peer.sent()).toEqual([])
    },
  },
  {
    id: 'MUST-63',
    says: 'A SYN from an invalid source is ignored',
    proof: () => {
      const peer = new ScriptedPeer()
      peer.listening()
      for (const source of ['224.0.0.1', '255.255.255.255', '0.0.0.0']) {
        peer.receives('S 0:0(0) win 60000 <mss 1000>', undefined, { source })
      }
      expect(peer.sent()).toEqual([])
      expect(peer.host.sockets()).toHaveLength(1)
    },
  },
]
