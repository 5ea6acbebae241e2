/** The smallest network for tests: `client` 10.0.0.1 and `server` 10.0.0.2 on one cable, and a clock; on request also 2001:db8::1 and ::2. */
import { Recorder } from '../capture/index.ts'
import { Clock, MILLISECOND, type Nanoseconds } from '../clock.ts'
import { type Impairment, Link } from '../link/index.ts'
import { SimulatedHost } from './simulated-host.ts'
import type { TcpSocket } from './socket.ts'
import type { TcpSettings } from './tcp/index.ts'

export interface TwoHostsOptions {
  seed?: number
  impairment?: Partial<Impairment>
  tcp?: Partial<TcpSettings>
  /** Adds IPv6 addresses. */
  ipv6?: boolean
}

export interface TwoHosts {
  clock: Clock
  client: SimulatedHost
  server: SimulatedHost
  link: Link
  recorder: Recorder
  /** Runs the network for a number of milliseconds. */
  run(milliseconds: number): void
}

/** Makes the network. The cable's delay is 10 ms each way unless `impairment` says otherwise. */
export function twoHosts({ seed = 1, impairment = {}, tcp = {}, ipv6 = false }: TwoHostsOptions = {}): TwoHosts {
  const clock = new Clock()
  const recorder = new Recorder()
  const link = new Link({
    scheduler: clock,
    recorder,
    seed,
    index: 0,
    endpoints: ['client:eth0', 'server:eth0'],
    impairment: { delay: 10 * MILLISECOND, ...impairment },
  })
  const host = (name: string, end: 0 | 1): SimulatedHost =>
    new SimulatedHost({
      name,
      scheduler: clock,
      seed,
      interfaces: [
        {
          name: 'eth0',
          mac: `02:00:00:00:00:0${end + 1}`,
          mtu: impairment.mtu ?? 1500,
          addresses: [
            { address: `10.0.0.${end + 1}`, length: 24 },
            ...(ipv6 ? [{ address: `2001:db8::${end + 1}`, length: 64 }] : []),
          ],
          port: link.ends[end],
        },
      ],
      routes: [],
      forwarding: false,
      silent: false,
      tcp,
    })
  const [client, server] = [host('client', 0), host('server', 1)]
  const run = (milliseconds: Nanoseconds): void => clock.runUntil(clock.now + milliseconds * MILLISECOND)
  return { clock, client, server, link, recorder, run }
}

/** Returns a listening socket on the server and two connected ends. */
export function connected(network: TwoHosts, port = 7): { listener: TcpSocket; near: TcpSocket; far: TcpSocket } {
  const listener = network.server.tcp.socket(4)
  listener.bind('0.0.0.0', port)
  listener.listen(16)
  const near = network.client.tcp.socket(4)
  near.connect('10.0.0.2', port)
  let far = listener.accept()
  for (let attempt = 0; attempt < 1000 && typeof far === 'number'; attempt++) {
    network.run(200)
    far = listener.accept()
  }
  if (typeof far === 'number') throw new Error(`accept failed: ${far}`)
  return { listener, near, far }
}
