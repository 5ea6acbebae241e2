/** This machine's kernel, driven by scripts: a network namespace with a TUN device whose other end is the script. */
import { spawnSync } from 'node:child_process'
import { Namespace, TunDevice } from '#lab/linux/index.ts'
import type { Nanoseconds } from '#network'
import { NeedsError, type RunSettings, type SentPacket, type System } from '#packetdrill'
import { LinuxSockets } from './linux-sockets.ts'

const DEVICE = 'tun0'
/** Below this, Node's timers are too late: the rest is a busy wait. */
const AWAKE: Nanoseconds = 1_500_000

/** packetdrill's own scripts find their files by its process. */
const ENVIRONMENT = { ...process.env, PACKETDRILL_PID: String(process.pid) }

/** Settings that the simulated stack assumes and a machine may have changed. */
const DEFAULTS: Readonly<Record<string, string>> = {
  'net/ipv4/tcp_ecn': '2',
  'net/ipv4/tcp_no_metrics_save': '1',
}

/** Needs root. `folder`: working directory of the script's commands. */
export function openLinuxSystem(settings: RunSettings, setup: string | null, folder: string): System {
  return new LinuxSystem(settings, setup, folder)
}

class LinuxSystem implements System {
  readonly sockets: LinuxSockets
  readonly #namespace = Namespace.create()
  readonly #folder: string
  readonly #tun: TunDevice
  readonly #sent: SentPacket[] = []
  /** Start of the script: its first event, not the opening of the system. */
  #start: bigint | null = null

  constructor(settings: RunSettings, setup: string | null, folder: string) {
    this.#folder = folder
    this.#tun = this.#namespace.inside(() => new TunDevice(DEVICE, 'tun'))
    this.sockets = new LinuxSockets(this.#namespace)
    this.#configure(settings)
    if (setup !== null) {
      const problem = this.command(setup)
      if (problem !== null) throw new NeedsError(`its first commands to work: ${problem}`)
    }
  }

  #configure({ localAddress, ipVersion, mtu }: RunSettings): void {
    const six = ipVersion === 'ipv6'
    for (const [path, value] of Object.entries(DEFAULTS)) this.#namespace.sysctl(path, value)
    if (six) this.#namespace.configureIpv6(DEVICE)
    else this.#namespace.disableIpv6(DEVICE)
    const family = six ? '-6' : '-4'
    this.#namespace.ip([
      'link set lo up',
      `link set ${DEVICE} mtu ${mtu ?? (six ? 1520 : 1500)} up`,
      `address add ${localAddress}/${six ? 48 : 16} dev ${DEVICE}${six ? ' nodad' : ''}`,
    ])
    this.#namespace.command('ip', [family, 'route', 'add', 'default', 'dev', DEVICE])
  }

  get now(): Nanoseconds {
    this.#start ??= process.hrtime.bigint()
    return Number(process.hrtime.bigint() - this.#start)
  }

  async wait(time: Nanoseconds, done: () => boolean): Promise<void> {
    for (;;) {
      this.#drain()
      if (done()) return
      const left = time - this.now
      if (left <= 0) return
      if (left > AWAKE) await new Promise((resolve) => setTimeout(resolve, 1))
    }
  }

  #drain(): void {
    for (let bytes = this.#tun.read(); bytes !== null; bytes = this.#tun.read()) {
      this.#sent.push({ at: this.now, bytes })
    }
  }

  takeSent(): SentPacket | undefined {
    this.#drain()
    return this.#sent.shift()
  }

  inject(packet: Uint8Array): void {
    this.#tun.transmit(packet)
  }

  command(text: string): string | null {
    const { status, stderr } = this.#namespace.inside(() =>
      spawnSync('bash', ['-c', text], { cwd: this.#folder, encoding: 'utf8', env: ENVIRONMENT }),
    )
    return status === 0 ? null : stderr.trim() || `status ${status}`
  }

  close(): Promise<void> {
    this.sockets.closeAll()
    this.#tun.close()
    this.#namespace.close()
    return Promise.resolve()
  }
}
