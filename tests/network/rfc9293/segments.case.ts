/** The segment: options, checksum, initial sequence number (TCP Options, TCP Checksums, Initial Sequence Number Selection). */
import { expect } from 'vitest'
import { BindFlag, Errno } from '#network'
import { read, ScriptedPeer, text } from '#network/host/tcp/scripted-peer.fixture.ts'
import { connected, twoHosts } from '#network/host/two-hosts.fixture.ts'
import { hex, PLAIN, type Requirement, watched } from './requirement.fixture.ts'

export const MUSTS_OF_SEGMENTS: readonly Requirement[] = [
  {
    id: 'MUST-4',
    says: 'End of option list, no-operation and maximum segment size are supported',
    proof: () => {
      const peer = new ScriptedPeer()
      peer.connected('<nop,nop,mss 700,nop>').send(new Uint8Array(1400))
      expect(peer.sent()).toHaveLength(2)
    },
  },
  {
    id: 'MUST-5',
    says: 'Options may come in any segment',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connected(PLAIN)
      peer.receives('P. 1:6(5) ack 1 <nop,nop,nop,nop>', 'hello')
      expect(read(socket)).toBe('hello')
    },
  },
  {
    id: 'MUST-6',
    says: 'Unknown options are ignored without error',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connected('<opt 99 1234,mss 1000>')
      expect(socket.state).toBe('ESTABLISHED')
      expect(socket.stats().sndMss).toBe(1000)
    },
  },
  {
    id: 'MUST-68',
    says: 'Every option but end of list and no-operation has a length, unknown ones too',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connected('<opt 200 ,opt 201 12345678,mss 900>')
      expect(socket.stats().sndMss).toBe(900)
    },
  },
  {
    id: 'MUST-7',
    says: 'An option of an illegal length does no harm',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connected('<opt 2 12345,opt 3 ,mss 1000>')
      expect(socket.state).toBe('ESTABLISHED')
      peer.receives('P. 1:6(5) ack 1', 'hello')
      expect(read(socket)).toBe('hello')
    },
  },
  {
    id: 'MUST-64',
    says: 'Options need not begin on a word boundary',
    proof: () => {
      const peer = new ScriptedPeer()
      expect(peer.connected('<nop,mss 800,nop>').stats().sndMss).toBe(800)
    },
  },
  {
    id: 'MUST-14',
    says: 'The MSS option is sent and taken',
    proof: () => {
      const peer = new ScriptedPeer()
      peer.connecting()
      expect(peer.sent()[0]).toContain('mss 1460')
      expect(new ScriptedPeer().connected('<mss 777>').stats().sndMss).toBe(777)
    },
  },
  {
    id: 'MUST-15',
    says: 'Without it the peer takes 536 bytes (1220 over IPv6)',
    proof: () => {
      const peer = new ScriptedPeer()
      expect(peer.connected('').stats().sndMss).toBe(536)
    },
  },
  {
    id: 'MUST-16',
    says: 'The effective MSS is the smaller of what the peer and what IP takes',
    proof: () => {
      expect(new ScriptedPeer().connected('<mss 9000>').stats().sndMss).toBe(1460)
      expect(new ScriptedPeer().connected('<mss 500>').stats().sndMss).toBe(500)
    },
  },
  {
    id: 'MUST-65',
    says: 'The MSS option is on SYN segments only',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connected(PLAIN)
      socket.send(text('x'))
      socket.shutdown(1)
      expect(peer.sent().some((line) => line.includes('mss'))).toBe(false)
    },
  },
  {
    id: 'MUST-67',
    says: 'The MSS that we send is what we can receive less the headers',
    proof: () => {
      const network = twoHosts({ impairment: { mtu: 1000 } })
      connected(network)
      const syn = network.recorder.packets.find(({ bytes }) => bytes[47] === 2)!
      expect(hex(syn.bytes.subarray(54, 58))).toBe('020403c0')
    },
  },
  {
    id: 'MUST-69',
    says: 'Options are padded with zeros',
    proof: () => {
      // Ours always fill words: no padding is needed, and the header's length says so.
      const { network, segments } = watched()
      connected(network)
      for (const segment of segments()) expect((segment[12]! >> 4) * 4).toBeLessThanOrEqual(segment.length)
    },
  },
  {
    id: 'MUST-2',
    says: 'The sender computes the checksum',
    proof: 'shown by tests/network/simulated-traffic.test.ts: tshark verifies each segment’s',
  },
  {
    id: 'MUST-3',
    says: 'The receiver checks the checksum',
    proof: () => {
      const network = twoHosts()
      const { near, far } = connected(network)
      network.link.impair({ corrupt: 1 })
      near.send(new Uint8Array(1000))
      network.run(10_000)
      expect(far.receive(10)).toBe(-Errno.EAGAIN)
      expect(network.server.counters.value('TcpInErrs')).toBeGreaterThan(0)
    },
  },
  {
    id: 'MUST-8',
    says: 'Initial sequence numbers follow a clock',
    proof: () => {
      const { network, segments } = watched()
      const iss = () => Buffer.from(segments().findLast((segment) => segment[13] === 2)!).readUInt32BE(4)
      const open = () => {
        const socket = network.client.tcp.socket(4)
        socket.bind('10.0.0.1', 4000, BindFlag.REUSEADDR)
        socket.connect('10.0.0.2', 9)
        network.run(1000)
        socket.close()
        return iss()
      }
      const [first, second] = [open(), open()]
      // One tick in 4 µs.
      expect((second - first) >>> 0).toBe(250_000)
    },
  },
  {
    id: 'MUST-9',
    says: 'Their keyed part cannot be computed from outside',
    proof: () => {
      // It is a hash of both ends and the world's secret seed: another seed, other numbers.
      const iss = (seed: number) => {
        const network = twoHosts({ seed })
        connected(network)
        return hex(network.recorder.packets.find(({ bytes }) => bytes[47] === 2)!.bytes.subarray(38, 42))
      }
      expect(iss(1)).not.toBe(iss(2))
    },
  },
]
