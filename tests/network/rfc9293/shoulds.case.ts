/** The 31 requirements that say SHOULD. */
import { expect } from 'vitest'
import { Errno } from '#network'
import { ScriptedPeer, text } from '#network/host/tcp/scripted-peer.fixture.ts'
import { PLAIN, type Requirement, starts, timesOf } from './requirement.fixture.ts'

export const SHOULDS: readonly Requirement[] = [
  {
    id: 'SHLD-1',
    says: 'Initial sequence numbers are M + F(both ends, secret)',
    proof: 'shown with MUST-8 and MUST-9 in tests/network/rfc9293/segments.case.ts',
  },
  {
    id: 'SHLD-2',
    says: 'A RST may carry data',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connected(PLAIN)
      peer.receives('R 1:11(10)')
      expect(socket.state).toBe('CLOSED')
      expect(socket.takeError()).toBe(Errno.ECONNRESET)
    },
  },
  {
    id: 'SHLD-3',
    says: 'Closing with data unread, or data after a close, is answered with a RST',
    proof: 'tests/packetdrill/close-with-unread-data.pkt, tests/packetdrill/data-for-an-orphan.pkt',
  },
  {
    id: 'SHLD-4',
    says: 'Timestamps shorten TIME-WAIT (RFC 6191)',
    proof: 'src/runtime/network/host/tcp/closing.test.ts',
  },
  {
    id: 'SHLD-5',
    says: 'The MSS option is on every SYN whose MSS differs from the default',
    proof: () => {
      const peer = new ScriptedPeer()
      peer.connecting()
      expect(peer.sent()[0]).toContain('mss 1460')
    },
  },
  {
    id: 'SHLD-6',
    says: 'With an MTU that varies by packet, the smallest counts',
    proof: 'holds by construction: an interface has one MTU',
  },
  { id: 'SHLD-7', says: 'Nagle’s algorithm', proof: 'tests/packetdrill/nagle.pkt' },
  { id: 'SHLD-8', says: 'Explicit congestion notification', proof: 'tests/packetdrill/ecn.pkt' },
  {
    id: 'SHLD-9',
    says: 'The application is told when R1 is reached',
    proof: 'not as the RFC says but as Linux does: nobody is told; tcp_info shows the retransmissions in a row',
  },
  {
    id: 'SHLD-10',
    says: 'R1 is at least 3 retransmissions',
    proof:
      'scoped out: what follows from R1 is advice to IP about a dead gateway, which src/runtime/network/host/ip/neighbor-cache.ts finds out by itself',
  },
  {
    id: 'SHLD-11',
    says: 'R2 is at least 100 s',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connected(PLAIN)
      socket.send(text('x'))
      peer.run(100_000)
      expect(socket.state).toBe('ESTABLISHED')
      peer.run(1_000_000)
      expect(socket.takeError()).toBe(Errno.ETIMEDOUT)
    },
  },
  { id: 'SHLD-12', says: 'A keep-alive probe carries no data', proof: 'tests/packetdrill/keepalive.pkt' },
  {
    id: 'SHLD-13',
    says: 'New applications do not use urgent data',
    proof: 'concerns programs: Node’s library has no call for it',
  },
  {
    id: 'SHLD-14',
    says: 'The right edge of the window never moves back',
    proof: () => {
      const peer = new ScriptedPeer()
      peer.connected(PLAIN)
      for (let from = 1; from < 60_001; from += 500) peer.receives(`. ${from}:${from + 500}(500) ack 1`)
      peer.run(1000)
      const edges = peer.sent().map((line) => {
        const [, acknowledgment, window] = /ack (\d+) win (\d+)/.exec(line) ?? []
        return Number(acknowledgment) + Number(window)
      })
      expect(edges).toEqual([...edges].sort((a, b) => a - b))
    },
  },
  {
    id: 'SHLD-15',
    says: 'Into a window that shrank below what was sent, nothing new is sent',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connected(PLAIN, 5000)
      socket.send(new Uint8Array(8000))
      peer.sent()
      peer.receives('. 1:1(0) ack 1001 win 1000')
      socket.send(text('x'))
      expect(peer.sent()).toEqual([])
    },
  },
  {
    id: 'SHLD-16',
    says: 'What was sent and still lies in the window is sent again as usual',
    proof: () => {
      const peer = new ScriptedPeer()
      peer.connected(PLAIN, 5000).send(new Uint8Array(5000))
      peer.sent()
      peer.receives('. 1:1(0) ack 1001 win 2000')
      peer.run(500)
      expect(starts(peer.sent())).toEqual([expect.stringContaining('. 1001:2001(1000)')])
    },
  },
  {
    id: 'SHLD-17',
    says: 'Data beyond the right edge does not time the connection out',
    proof: 'not as the RFC says but as Linux does: R2 holds for whatever is not acknowledged',
  },
  { id: 'SHLD-18', says: 'Acknowledgments are delayed', proof: 'tests/packetdrill/delayed-ack.pkt' },
  {
    id: 'SHLD-19',
    says: 'At least every second full segment is acknowledged',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connected(PLAIN)
      let acknowledged = 0
      for (let from = 1; from < 40_001; from += 1000) {
        peer.receives(`. ${from}:${from + 1000}(1000) ack 1`)
        socket.receive(1000)
        acknowledged += peer.sent().length
      }
      expect(acknowledged).toBeGreaterThanOrEqual(20)
    },
  },
  {
    id: 'SHLD-20',
    says: 'Reports of errors can be turned off',
    proof: 'holds by construction: soft errors are told only together with the end of the connection (MUST-47)',
  },
  {
    id: 'SHLD-21',
    says: 'The differentiated services field can change during a connection',
    proof: 'tests/packetdrill/type-of-service.pkt',
  },
  { id: 'SHLD-22', says: 'It goes to IP as it is', proof: 'tests/packetdrill/type-of-service.pkt' },
  { id: 'SHLD-23', says: 'Applications do not change it', proof: 'concerns programs' },
  {
    id: 'SHLD-24',
    says: 'A later source route replaces an earlier one',
    proof: 'scoped out: IP source routes are not supported, nor passed on by today’s Internet',
  },
  {
    id: 'SHLD-25',
    says: 'What a soft ICMP error said is available to the application',
    proof:
      'as on Linux it is the error of a connection that then times out: src/runtime/network/host/tcp/timeouts.test.ts',
  },
  {
    id: 'SHLD-26',
    says: 'Hard ICMP errors abort the connection',
    proof:
      'not as the RFC says but as Linux does, for the reasons of RFC 5927 5.2: tests/packetdrill/soft-icmp-error.pkt',
  },
  {
    id: 'SHLD-27',
    says: 'What was handed over in pieces is sent in segments as large as can be',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connected(PLAIN)
      for (let piece = 0; piece < 7; piece++) socket.send(new Uint8Array(300))
      peer.receives('. 1:1(0) ack 301')
      expect(starts(peer.sent())).toEqual(['0 P. 1:301(300)', '0 . 301:1301(1000)', '0 P. 1301:2101(800)'])
    },
  },
  {
    id: 'SHLD-28',
    says: 'A segment of the largest size is sent whenever possible',
    proof: () => {
      const peer = new ScriptedPeer()
      peer.connected(PLAIN).send(new Uint8Array(2500))
      expect(starts(peer.sent())).toEqual(['0 . 1:1001(1000)', '0 . 1001:2001(1000)', '0 P. 2001:2501(500)'])
    },
  },
  {
    id: 'SHLD-29',
    says: 'The first zero-window probe comes after the retransmission timeout',
    proof: 'tests/packetdrill/zero-window.pkt',
  },
  {
    id: 'SHLD-30',
    says: 'The interval between probes grows exponentially',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connected(PLAIN)
      peer.receives('. 1:1(0) ack 1 win 0')
      socket.send(text('x'))
      expect(timesOf(peer, 13_000)).toEqual([200, 600, 1400, 3000, 6200, 12_600])
    },
  },
  {
    id: 'SHLD-31',
    says: 'Segments that arrive out of order are kept',
    proof: 'tests/packetdrill/sack-sent.pkt, tests/packetdrill/data-with-fin.pkt',
  },
]
