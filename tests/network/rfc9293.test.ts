/**
 * The 69 requirements of RFC 9293 that say MUST, in the order of its appendix B: each is a test, or says why it is none. The table of them is
 * `rfc9293.table.md`.
 */
import { describe, expect, test } from 'vitest'
import { read, ScriptedPeer, text } from '../../src/runtime/network/host/tcp/scripted-peer.case.ts'
import { connected, twoHosts } from '../../src/runtime/network/host/two-hosts.case.ts'
import { BindFlag, Errno, type Host, SocketOption } from '../../src/runtime/network/index.ts'

interface Requirement {
  /** N of MUST-N. */
  readonly id: number
  readonly says: string
  /** Shows it; or why it is not shown here. */
  readonly proof: (() => void) | string
}

const URGENT =
  'scoped out: no program here can send or see urgent data (Node has no such call); what comes with URG is ordinary data, as RFC 6093 advises'
const ROUTES = 'scoped out: IP source routes are not supported, nor passed on by today’s Internet'
const PLAIN = '<mss 1000>'
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const starts = (lines: string[]) => lines.map((line) => line.split(' ').slice(0, 3).join(' '))

/** Runs until the peer got nothing for a while; what was sent, as times in milliseconds. */
function timesOf(peer: ScriptedPeer, milliseconds: number): number[] {
  peer.run(milliseconds)
  return peer.sent().map((line) => Number(line.split(' ')[0]))
}

/** Two hosts whose frames' TCP parts are noted. */
function watched() {
  const network = twoHosts()
  const segments = () =>
    network.recorder.packets
      .filter(({ bytes }) => bytes[12] === 8 && bytes[13] === 0)
      .map(({ bytes }) => bytes.subarray(34))
  return { network, segments }
}

const REQUIREMENTS: readonly Requirement[] = [
  {
    id: 60,
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
    id: 61,
    says: 'Without a PUSH call, the last segment has PSH',
    proof: () => {
      const peer = new ScriptedPeer()
      peer.connected(PLAIN).send(new Uint8Array(2500))
      expect(peer.sent().map((line) => line.split(' ')[1])).toEqual(['.', '.', 'P.'])
    },
  },
  {
    id: 1,
    says: 'The window is an unsigned number',
    proof: () => {
      const peer = new ScriptedPeer()
      expect(peer.connected(PLAIN, 65_535).stats().sendWindow).toBe(65_535)
    },
  },
  {
    id: 34,
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
    id: 35,
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
    id: 36,
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
    id: 37,
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
    id: 66,
    says: 'RST and ACK are processed even with a window of zero',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connected(PLAIN)
      let end = 1
      for (let length = 1000; socket.stats().receiveWindow > 0 && end < 1e6; end += length) {
        length = Math.min(1000, socket.stats().receiveWindow)
        peer.receives(`. ${end}:${end + length}(${length}) ack 1`)
      }
      expect(socket.stats().receiveWindow).toBe(0)
      socket.send(text('x'))
      peer.receives(`. ${end}:${end}(0) ack 2`)
      expect(socket.stats().unacknowledged).toBe(0)
      peer.receives(`R ${end}:${end}(0)`)
      expect(socket.state).toBe('CLOSED')
    },
  },
  { id: 30, says: 'The urgent mechanism is supported', proof: URGENT },
  { id: 62, says: 'The urgent pointer indicates the octet behind the urgent data', proof: URGENT },
  { id: 31, says: 'Urgent data may have any length', proof: URGENT },
  { id: 32, says: 'The application is told of urgent data asynchronously', proof: URGENT },
  { id: 33, says: 'The application can learn how much urgent data remains', proof: URGENT },
  {
    id: 4,
    says: 'End of option list, no-operation and maximum segment size are supported',
    proof: () => {
      const peer = new ScriptedPeer()
      peer.connected('<nop,nop,mss 700,nop>').send(new Uint8Array(1400))
      expect(peer.sent()).toHaveLength(2)
    },
  },
  {
    id: 5,
    says: 'Options may come in any segment',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connected(PLAIN)
      peer.receives('P. 1:6(5) ack 1 <nop,nop,nop,nop>', 'hello')
      expect(read(socket)).toBe('hello')
    },
  },
  {
    id: 6,
    says: 'Unknown options are ignored without error',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connected('<opt 99 1234,mss 1000>')
      expect(socket.state).toBe('ESTABLISHED')
      expect(socket.stats().mss).toBe(1000)
    },
  },
  {
    id: 68,
    says: 'Every option but end of list and no-operation has a length, unknown ones too',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connected('<opt 200 ,opt 201 12345678,mss 900>')
      expect(socket.stats().mss).toBe(900)
    },
  },
  {
    id: 7,
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
    id: 64,
    says: 'Options need not begin on a word boundary',
    proof: () => {
      const peer = new ScriptedPeer()
      expect(peer.connected('<nop,mss 800,nop>').stats().mss).toBe(800)
    },
  },
  {
    id: 14,
    says: 'The MSS option is sent and taken',
    proof: () => {
      const peer = new ScriptedPeer()
      peer.connecting()
      expect(peer.sent()[0]).toContain('mss 1460')
      expect(new ScriptedPeer().connected('<mss 777>').stats().mss).toBe(777)
    },
  },
  {
    id: 15,
    says: 'Without it the peer takes 536 bytes (1220 over IPv6)',
    proof: () => {
      const peer = new ScriptedPeer()
      expect(peer.connected('').stats().mss).toBe(536)
    },
  },
  {
    id: 16,
    says: 'The effective MSS is the smaller of what the peer and what IP takes',
    proof: () => {
      expect(new ScriptedPeer().connected('<mss 9000>').stats().mss).toBe(1460)
      expect(new ScriptedPeer().connected('<mss 500>').stats().mss).toBe(500)
    },
  },
  {
    id: 65,
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
    id: 67,
    says: 'The MSS that we send is what we can receive less the headers',
    proof: () => {
      const network = twoHosts({ impairment: { mtu: 1000 } })
      connected(network)
      const syn = network.recorder.packets.find(({ bytes }) => bytes[47] === 2)!
      expect(hex(syn.bytes.subarray(54, 58))).toBe('020403c0')
    },
  },
  {
    id: 69,
    says: 'Options are padded with zeros',
    proof: () => {
      // Ours always fill words: no padding is needed, and the header's length says so.
      const { network, segments } = watched()
      connected(network)
      for (const segment of segments()) expect((segment[12]! >> 4) * 4).toBeLessThanOrEqual(segment.length)
    },
  },
  {
    id: 2,
    says: 'The sender computes the checksum',
    proof: 'shown by tests/network/simulated-traffic.test.ts: tshark verifies each segment’s',
  },
  {
    id: 3,
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
    id: 8,
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
    id: 9,
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
  {
    id: 10,
    says: 'Both ends may open at once',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connecting()
      peer.receives('S 0:0(0) win 60000 <mss 1000>')
      expect(socket.state).toBe('SYN_RECEIVED')
      peer.receives('S. 0:0(0) ack 1 win 60000 <mss 1000>')
      expect(socket.state).toBe('ESTABLISHED')
    },
  },
  {
    id: 11,
    says: 'It is remembered whether SYN-RECEIVED came of a passive or an active open',
    proof: () => {
      const passive = new ScriptedPeer()
      const listener = passive.listening()
      passive.receives('S 0:0(0) win 60000 <mss 1000>')
      passive.receives('R 1:1(0)')
      expect(listener.state).toBe('LISTEN')
      const active = new ScriptedPeer()
      const socket = active.connecting()
      active.receives('S 0:0(0) win 60000 <mss 1000>')
      active.receives('R 1:1(0)')
      expect(socket.state).toBe('CLOSED')
    },
  },
  {
    id: 41,
    says: 'A passive open does not disturb connections made before',
    proof: () => {
      const peer = new ScriptedPeer()
      const { socket } = peer.accepted(PLAIN)
      peer.usePort(4001)
      peer.receives('S 0:0(0) win 60000 <mss 1000>')
      expect(socket.state).toBe('ESTABLISHED')
    },
  },
  {
    id: 42,
    says: 'A port can be listened on while another connection of it is half-open',
    proof: () => {
      const peer = new ScriptedPeer()
      peer.listening()
      peer.receives('S 0:0(0) win 60000 <mss 1000>')
      peer.usePort(4001)
      peer.receives('S 0:0(0) win 60000 <mss 1000>')
      expect(peer.host.sockets().filter(({ state }) => state === 'SYN_RECEIVED')).toHaveLength(2)
    },
  },
  {
    id: 43,
    says: 'An open may name its local address',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.host.tcp.socket(4)
      expect(socket.bind('10.0.0.1', 0)).toBe(0)
      expect(socket.localEndpoint()?.address).toBe('10.0.0.1')
    },
  },
  {
    id: 44,
    says: 'Otherwise the address is chosen before the first SYN',
    proof: () => {
      const peer = new ScriptedPeer()
      expect(peer.connecting().localEndpoint()?.address).toBe('10.0.0.1')
    },
  },
  {
    id: 45,
    says: 'It stays the same for all segments of the connection',
    proof: () => {
      const network = twoHosts()
      const { near } = connected(network)
      near.send(text('x'))
      network.run(100)
      const sources = network.recorder.packets
        .filter(({ bytes, from }) => from === 'client:eth0' && bytes[13] === 0)
        .map(({ bytes }) => hex(bytes.subarray(26, 30)))
      expect(new Set(sources)).toEqual(new Set(['0a000001']))
    },
  },
  {
    id: 46,
    says: 'No connection to a broadcast or group address is opened',
    proof: () => {
      const { host } = new ScriptedPeer()
      for (const address of ['255.255.255.255', '10.0.0.255', '224.0.0.1']) {
        expect(host.tcp.socket(4).connect(address, 80)).toBe(-Errno.ENETUNREACH)
      }
    },
  },
  {
    id: 12,
    says: 'A connection can be closed in order or aborted, and the other end learns which',
    proof: () => {
      const network = twoHosts()
      const { near, far } = connected(network)
      near.close()
      network.run(100)
      expect(far.receive(1)).toMatchObject({ bytes: new Uint8Array(0) })
      const other = connected(network, 8)
      other.near.reset()
      network.run(100)
      expect(other.far.receive(1)).toBe(-Errno.ECONNRESET)
    },
  },
  {
    id: 13,
    says: 'The end that closes first stays in TIME-WAIT for 2 MSL',
    proof: () => {
      const network = twoHosts()
      const { near, far } = connected(network)
      near.close()
      network.run(100)
      far.close()
      const states = (host: Host) => host.sockets().map(({ state }) => state)
      network.run(59_000)
      expect(states(network.client)).toEqual(['TIME_WAIT'])
      network.run(2000)
      expect(states(network.client)).toEqual([])
    },
  },
  {
    id: 19,
    says: 'Congestion control: slow start, congestion avoidance, backoff of the timer (RFC 5681)',
    proof: 'shown by tests/network/curves.test.ts and src/runtime/network/host/tcp/recovery/',
  },
  {
    id: 18,
    says: 'The retransmission timeout is RFC 6298’s, with Karn’s algorithm',
    proof: 'shown by src/runtime/network/host/tcp/timeouts.test.ts, with Linux’s minimum of 200 ms',
  },
  {
    id: 20,
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
    id: 21,
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
    id: 22,
    says: 'A SYN is subject to the same thresholds',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connecting()
      expect(timesOf(peer, 200_000)).toEqual([0, 1000, 2000, 3000, 4000, 5000, 7000, 11_000, 19_000, 35_000, 67_000])
      expect(socket.takeError()).toBe(Errno.ETIMEDOUT)
    },
  },
  {
    id: 23,
    says: 'For a SYN, R2 is at least 3 minutes',
    proof:
      'not as the RFC says but as Linux does: 131 s (net.ipv4.tcp_syn_retries 6, tcp_syn_linear_timeouts 4); the setting `synRetries: 7` gives 251 s',
  },
  {
    id: 24,
    says: 'Keep-alive can be turned on for a connection',
    proof: () => {
      const peer = new ScriptedPeer()
      peer.connected(PLAIN).setOption(SocketOption.KEEPALIVE, 60)
      expect(timesOf(peer, 61_000)).toEqual([60_000])
    },
  },
  {
    id: 25,
    says: 'It is off by default',
    proof: () => {
      const peer = new ScriptedPeer()
      peer.connected(PLAIN)
      expect(timesOf(peer, 100_000_000)).toEqual([])
    },
  },
  {
    id: 26,
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
    id: 27,
    says: 'The interval can be configured',
    proof: () => {
      const peer = new ScriptedPeer()
      peer.connected(PLAIN).setOption(SocketOption.KEEPALIVE, 7)
      expect(timesOf(peer, 7000)).toEqual([7000])
    },
  },
  {
    id: 28,
    says: 'Its default is at least two hours',
    proof: () => {
      expect(new ScriptedPeer().host.tcp.settings.keepAliveTime).toBe(7200e9)
    },
  },
  {
    id: 29,
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
  {
    id: 17,
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
    id: 38,
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
    id: 39,
    says: 'The receiver avoids it',
    proof: 'shown by src/runtime/network/host/tcp/receiving.test.ts: a window opens by whole segments',
  },
  {
    id: 40,
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
    id: 58,
    says: 'Everything that is queued is processed before an acknowledgment is sent',
    proof: 'holds by construction: segments are processed one by one as they arrive, none is queued',
  },
  {
    id: 59,
    says: 'So one acknowledgment is sent for all of them, where more are queued',
    proof: 'holds by construction, as MUST-58',
  },
  {
    id: 47,
    says: 'The application is told of soft errors',
    proof:
      'scoped out: as on Linux they are kept and reported if the connection then times out; IP_RECVERR is no option of ours, as Node has none',
  },
  {
    id: 48,
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
    id: 49,
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
    id: 50,
    says: 'IP options that are not understood are ignored',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connected(PLAIN)
      peer.receives('P. 1:6(5) ack 1', 'hello', { ipOptions: Uint8Array.of(0x99, 4, 1, 2) })
      expect(read(socket)).toBe('hello')
    },
  },
  { id: 51, says: 'An active open can name a source route', proof: ROUTES },
  { id: 52, says: 'It takes precedence over one received', proof: ROUTES },
  { id: 53, says: 'A passive open answers along the route that the SYN came', proof: ROUTES },
  {
    id: 54,
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
    id: 55,
    says: 'Source quench is discarded',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.connected(PLAIN)
      socket.send(new Uint8Array(10_000))
      peer.reports(4, 0)
      expect(socket.stats()).toMatchObject({ state: 'ESTABLISHED', congestionWindow: 10 })
    },
  },
  {
    id: 56,
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
    id: 57,
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
    id: 63,
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

describe('RFC 9293', () => {
  for (const { id, says, proof } of REQUIREMENTS) {
    if (typeof proof === 'function') test(`MUST-${id}: ${says}`, proof)
  }

  test('every MUST is here once, and the table says how it is shown', async () => {
    const ids = REQUIREMENTS.map(({ id }) => id).sort((a, b) => a - b)
    expect(ids).toEqual(Array.from({ length: 69 }, (_, index) => index + 1))
    const rows = REQUIREMENTS.map(({ id, says, proof }) => {
      const how = typeof proof === 'function' ? 'tests/network/rfc9293.test.ts' : proof
      return `| MUST-${id} | ${says} | ${how} |`
    })
    const table = ['| Requirement | What it says | How it is shown |', '| --- | --- | --- |', ...rows].join('\n')
    await expect(`${table}\n`).toMatchFileSnapshot('./rfc9293.table.md')
  })
})
