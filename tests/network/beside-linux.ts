/**
 * The simulated stack on one cable with the real kernel, through a TAP device: `simulated` 10.99.0.1 and, in a network namespace of its own, `linux`
 * 10.99.0.2, on request with IPv6 too. The cable is the simulated link on real time, so it can lose, delay and reorder; everything on it is recorded.
 */
import { existsSync } from 'node:fs'
import { attachToTap, LinuxHost, Namespace, Poller, RealClock, TunDevice } from '#lab/linux/index.ts'
import {
  addressFamily,
  type Host,
  type Impairment,
  Link,
  Ready,
  Recorder,
  SimulatedHost,
  type TcpSettings,
} from '#network'

export const SIMULATED = '10.99.0.1'
export const LINUX = '10.99.0.2'
export const SIMULATED_IPV6 = '2001:db8:99::1'
export const LINUX_IPV6 = '2001:db8:99::2'

/**
 * Why there can be no namespaces here, or null. With ACKADEMY_NO_SKIP=1 (in CI) that is an error, so that a proof is never skipped
 * unseen.
 */
export function whyNoNamespaces(): string | null {
  const problem = findProblem()
  if (problem !== null && process.env.ACKADEMY_NO_SKIP === '1') throw new Error(problem)
  return problem
}

function findProblem(): string | null {
  if (process.platform !== 'linux') return `network namespaces need Linux, this is ${process.platform}`
  if (process.getuid?.() !== 0) return 'network namespaces need root'
  if (!existsSync('/proc/thread-self/ns/net')) return 'this kernel has no network namespaces'
  try {
    Namespace.create().close()
    return null
  } catch (error) {
    return `network namespaces cannot be made here: ${(error as Error).message}`
  }
}

export class BesideLinux {
  readonly recorder = new Recorder()
  readonly clock = new RealClock()
  readonly link: Link
  readonly simulated: SimulatedHost
  readonly linux: Host
  readonly namespace = Namespace.create()
  readonly #poller = new Poller(() => {})
  readonly #device = this.namespace.inside(() => new TunDevice('eth0', 'tap'))

  constructor(options: {
    impairment?: Partial<Impairment>
    tcp?: Partial<TcpSettings>
    sysctls?: Record<string, number>
    /** Both with IPv6 addresses too. */
    ipv6?: boolean
    /** The simulated host is a router. */
    forwarding?: boolean
  }) {
    const { impairment = {}, tcp = {}, sysctls = {}, ipv6 = false, forwarding = false } = options
    this.link = new Link({
      scheduler: this.clock,
      recorder: this.recorder,
      seed: 1,
      index: 0,
      endpoints: ['simulated:eth0', 'linux:eth0'],
      impairment,
    })
    if (ipv6) this.namespace.configureIpv6('eth0')
    else this.namespace.disableIpv6('eth0')
    this.namespace.ip(['link set lo up', `address add ${LINUX}/24 dev eth0`])
    if (ipv6) this.namespace.ip([`address add ${LINUX_IPV6}/64 dev eth0 nodad`])
    // As many frames may wait for this process as a burst of a full window has.
    this.namespace.ip(['link set eth0 txqueuelen 10000 up'])
    if (ipv6) this.namespace.awaitIpv6('eth0')
    for (const [name, value] of Object.entries(sysctls)) this.namespace.sysctl(name, value)
    const [near, far] = this.link.ends
    attachToTap(far, this.#device)
    this.#device.attach(this.#poller)
    this.linux = new LinuxHost('linux', this.namespace, this.#poller)
    this.simulated = new SimulatedHost({
      name: 'simulated',
      scheduler: this.clock,
      seed: 1,
      interfaces: [
        {
          name: 'eth0',
          mac: '02:00:00:00:00:01',
          mtu: 1500,
          addresses: [{ address: SIMULATED, length: 24 }, ...(ipv6 ? [{ address: SIMULATED_IPV6, length: 64 }] : [])],
          port: near,
        },
      ],
      routes: [],
      forwarding,
      silent: false,
      tcp,
    })
    this.clock.start()
  }

  async close(): Promise<void> {
    this.clock.stop()
    this.#device.close()
    await this.#poller.close()
    this.namespace.close()
  }
}

/** Waits, in real time, until `done` holds. Throws after `limit` milliseconds. */
export async function until(done: () => boolean, what: string, limit = 10_000): Promise<void> {
  const end = Date.now() + limit
  while (!done()) {
    if (Date.now() > end) throw new Error(`not within ${limit} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

/** Connects a socket of `from` to a listener of `to` and accepts. */
export async function connectAcross(from: Host, to: Host, address: string, port: number) {
  const family = addressFamily(address)
  const listener = to.tcp.socket(family)
  if (listener.bind(family === 4 ? '0.0.0.0' : '::', port, 2) < 0) throw new Error('bind failed')
  listener.listen(8)
  const near = from.tcp.socket(family)
  near.connect(address, port)
  await until(() => (listener.readiness() & Ready.IN) !== 0, 'a connection to accept')
  const far = listener.accept()
  if (typeof far === 'number') throw new Error(`accept: ${far}`)
  await until(() => near.state === 'ESTABLISHED', 'the connection is established')
  return { listener, near, far }
}
