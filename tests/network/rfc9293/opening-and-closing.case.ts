/** Opening and closing connections. */
import { expect } from 'vitest'
import { Errno, type Host } from '#network'
import { ScriptedPeer, text } from '#network/host/tcp/scripted-peer.fixture.ts'
import { connected, twoHosts } from '#network/host/two-hosts.fixture.ts'
import { hex, PLAIN, type Requirement } from './requirement.fixture.ts'

export const MUSTS_OF_CONNECTIONS: readonly Requirement[] = [
  {
    id: 'MUST-10',
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
    id: 'MUST-11',
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
    id: 'MUST-41',
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
    id: 'MUST-42',
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
    id: 'MUST-43',
    says: 'An open may name its local address',
    proof: () => {
      const peer = new ScriptedPeer()
      const socket = peer.host.tcp.socket(4)
      expect(socket.bind('10.0.0.1', 0)).toBe(0)
      expect(socket.localEndpoint()?.address).toBe('10.0.0.1')
    },
  },
  {
    id: 'MUST-44',
    says: 'Otherwise the address is chosen before the first SYN',
    proof: () => {
      const peer = new ScriptedPeer()
      expect(peer.connecting().localEndpoint()?.address).toBe('10.0.0.1')
    },
  },
  {
    id: 'MUST-45',
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
    id: 'MUST-46',
    says: 'No connection to a broadcast or group address is opened',
    proof: () => {
      const { host } = new ScriptedPeer()
      for (const address of ['255.255.255.255', '10.0.0.255', '224.0.0.1']) {
        expect(host.tcp.socket(4).connect(address, 80)).toBe(-Errno.ENETUNREACH)
      }
    },
  },
  {
    id: 'MUST-12',
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
    id: 'MUST-13',
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
]
