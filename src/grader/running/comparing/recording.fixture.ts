/** Recordings for tests: a server that answers each line of a client with the next reply. */
import { buildNetwork, captureLoopback, type NetworkDescription, Shutdown, writePcapng } from '#network'

const network: NetworkDescription = {
  name: 'pair',
  nodes: ['client', 'server'].map((name, i) => ({
    kind: 'host' as const,
    name,
    interfaces: [{ name: 'eth0', addresses: [{ address: `10.0.9.${i + 1}`, length: 24 }] }],
    routes: [],
  })),
  links: [{ endpoints: ['client:eth0', 'server:eth0'] }],
} as unknown as NetworkDescription

export interface RecordedWorld {
  seed?: number
  replies?: string[]
  /** Bytes per write of the server; default whole replies. */
  pieces?: number
  end?: 'fin' | 'reset'
  connections?: number
  datagrams?: string[]
  /** Hosts that talk to themselves over UDP, and their messages; all from the same port to the same other. */
  alone?: Record<string, string>
}

/** The recording of a server that answers each line of a client with the next reply. */
export function recordingOf({
  seed = 1,
  replies = ['PONG\n', 'BYE\n'],
  pieces = 1_000,
  end = 'fin',
  connections = 1,
  datagrams = [],
  alone = {},
}: RecordedWorld): Uint8Array {
  const world = buildNetwork(network, { seed })
  const [client, server] = [world.host('client'), world.host('server')]
  const { clock } = world
  const listener = server.tcp.socket(4)
  listener.bind('0.0.0.0', 9000)
  listener.listen(8)
  for (let n = 0; n < connections; n++) {
    const socket = client.tcp.socket(4)
    socket.connect('10.0.9.2', 9000)
    clock.runUntil(clock.now + 50e6)
    const accepted = listener.accept()
    if (typeof accepted === 'number') throw new Error('nothing to accept')
    for (const reply of replies) {
      socket.send(new TextEncoder().encode('PING\n'))
      clock.runUntil(clock.now + 50e6)
      const bytes = new TextEncoder().encode(reply)
      for (let at = 0; at < bytes.length; at += pieces) {
        accepted.send(bytes.subarray(at, at + pieces))
        clock.runUntil(clock.now + 50e6)
      }
    }
    if (end === 'fin') accepted.shutdown(Shutdown.WRITE)
    else accepted.reset()
    clock.runUntil(clock.now + 50e6)
  }
  const udp = client.udp.socket(4)
  for (const text of datagrams) udp.send(new TextEncoder().encode(text), { address: '10.0.9.2', port: 53 })
  const loopbacks = Object.entries(alone).map(([name, text]) => {
    const { endpoint, recorder } = captureLoopback(world, name)
    const own = world.host(name).udp.socket(4)
    own.bind('127.0.0.1', 4000)
    own.send(new TextEncoder().encode(text), { address: '127.0.0.1', port: 5000 })
    return { endpoint, recorder }
  })
  clock.runUntil(clock.now + 50e6)
  const packets = [world.recorder, ...loopbacks.map(({ recorder }) => recorder)].flatMap((one) => one.packets)
  return writePcapng([...world.endpoints, ...loopbacks.map(({ endpoint }) => endpoint)], packets)
}
