import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { Errno, errnoName } from '#network'
import { libc, linux } from '#sockets/linux/index.ts'
import { forgetHabits, type Habit, machineHabits } from './machine-habits.ts'

const CHILD_TABLE = '/proc/sys/net/ipv4/tcp_child_ehash_entries'
const CONNECTIONS = 1024
const THIS_THREAD = '/proc/thread-self/ns/net'
/** Mostly a few milliseconds, at worst its task's whole second. */
const IPV6_READY_LIMIT_MS = 3000

/**
 * A network namespace, held by a descriptor: it is gone, with all that is in it, when the last descriptor, socket and process of it is.
 * A thread is in one namespace at a time and Node runs JavaScript on one thread, so `inside` is a plain synchronous visit: sockets
 * opened and programs started in it stay there.
 */
export class Namespace {
  readonly #fd: number

  private constructor(fd: number) {
    this.#fd = fd
  }

  /** The one this thread is in. */
  static current(): Namespace {
    return new Namespace(openSync(THIS_THREAD, 'r'))
  }

  /** A new one with nothing but a loopback interface that is down. Needs CAP_SYS_ADMIN. */
  static create(): Namespace {
    parent ??= Namespace.#withSmallTables()
    const made = parent.#child()
    habits ??= made.inside(machineHabits)
    made.inside(() => forgetHabits(habits!))
    return made
  }

  /**
   * Namespaces made from it have their own connection table (Linux 6.1, ip-sysctl: tcp_child_ehash_entries). In the
   * machine's table, sized by its memory, finding a world's few sockets takes many milliseconds; older kernels have
   * only that one.
   */
  static #withSmallTables(): Namespace {
    const here = Namespace.current()
    const made = here.#child()
    here.close()
    if (made.inside(() => existsSync(CHILD_TABLE))) made.sysctl('net/ipv4/tcp_child_ehash_entries', CONNECTIONS)
    return made
  }

  #child(): Namespace {
    return this.inside(() => {
      must('unshare', libc.unshare(linux.CLONE_NEWNET))
      return Namespace.current()
    })
  }

  /** Runs `body` in this namespace. It must be synchronous: the whole thread is in the namespace meanwhile. */
  inside<T>(body: () => T): T {
    const before = Namespace.current()
    must('setns', libc.setns(this.#fd, linux.CLONE_NEWNET))
    try {
      return body()
    } finally {
      must('setns', libc.setns(before.#fd, linux.CLONE_NEWNET))
      before.close()
    }
  }

  /** Runs `ip -batch` with these lines in this namespace. */
  ip(lines: string[]): void {
    if (lines.length > 0) this.command('ip', ['-batch', '-'], `${lines.join('\n')}\n`)
  }

  /** The same with lines of `ip rule`, which does not tell the family by the addresses. */
  rules(family: 4 | 6, lines: string[]): void {
    if (lines.length > 0) this.command('ip', [`-${family}`, '-batch', '-'], `${lines.join('\n')}\n`)
  }

  /** Runs a command here to its end and returns its standard output; throws with its error output if it fails. */
  command(command: string, args: string[], input = ''): string {
    const result = this.inside(() => spawnSync(command, args, { input, encoding: 'utf8' }))
    if (result.status === 0) return result.stdout
    throw new Error(
      `${command} ${args.join(' ')}: ${result.error?.message ?? (result.stderr.trim() || `status ${result.status}`)}\n${input}`,
    )
  }

  /** Makes these interfaces send packets as they will be on the wire: segmented to the MTU, with checksums. */
  turnOffTransmitOffload(interfaceNames: readonly string[]): void {
    const socket = this.inside(() => libc.socket(linux.AF_INET, linux.SOCK_DGRAM | linux.SOCK_CLOEXEC, 0))
    must('socket', socket)
    for (const name of interfaceNames) must(`ethtool -K ${name} tx off`, libc.turnOffTransmitOffload(socket, name))
    libc.close(socket)
  }

  /** Sets a kernel parameter of this namespace, by its path below /proc/sys. */
  sysctl(path: string, value: string | number): void {
    this.inside(() => writeFileSync(`/proc/sys/${path}`, `${value}\n`))
  }

  /** No IPv6 on an interface, or with `default` on all that come later. */
  disableIpv6(interfaceName: string): void {
    const folder = `net/ipv6/conf/${interfaceName}`
    if (this.inside(() => existsSync(`/proc/sys/${folder}`))) this.sysctl(`${folder}/disable_ipv6`, 1)
  }

  /**
   * IPv6 on an interface as the simulated stack does it: addresses are used at once (no duplicate address detection), routers are neither
   * asked nor believed. Before the interface is up.
   */
  configureIpv6(interfaceName: string): void {
    const settings = {
      accept_dad: 0,
      dad_transmits: 0,
      accept_ra: 0,
      autoconf: 0,
      router_solicitations: 0,
      addr_gen_mode: 0,
    }
    for (const [name, value] of Object.entries(settings)) {
      this.sysctl(`net/ipv6/conf/${interfaceName}/${name}`, value)
    }
  }

  /**
   * Waits until IPv6 works on an interface: the kernel's IPv6 learns of a link a little later, in a separate task, and
   * then adds a link-local address. An earlier question from a neighbor would get no answer, and be repeated a second
   * later. An address is listed before it receives: until another task has added its local route, packets to it are
   * dropped (Ip6InAddrErrors). Duplicate address detection (RFC 4862 §5.4) takes a second, which is not waited for.
   */
  awaitIpv6(interfaceName: string): void {
    const pause = new Int32Array(new SharedArrayBuffer(4))
    const detectsDuplicates =
      this.inside(() => readFileSync(`/proc/sys/net/ipv6/conf/${interfaceName}/accept_dad`, 'utf8')) !== '0\n'
    for (let waited = 0; waited < IPV6_READY_LIMIT_MS; waited++) {
      const shown = this.#ipv6Addresses(interfaceName)
      if (shown.some((address) => address.startsWith('fe80')) && (detectsDuplicates || this.#receivesBy(shown))) return
      Atomics.wait(pause, 0, 0, 1)
    }
    throw new Error(
      `${interfaceName} has no usable link-local IPv6 address ${IPV6_READY_LIMIT_MS} ms after it was set up`,
    )
  }

  /** In 32 digits. */
  #ipv6Addresses(interfaceName: string): string[] {
    const lines = this.procNet('if_inet6').split('\n')
    return lines.filter((line) => line.endsWith(` ${interfaceName}`)).map((line) => line.slice(0, 32))
  }

  #receivesBy(addresses: readonly string[]): boolean {
    const routes = this.procNet('ipv6_route').split('\n')
    return addresses.every((address) => routes.some((route) => route.startsWith(`${address} 80 `)))
  }

  /** A file of this namespace's /proc/net. */
  procNet(name: string): string {
    return this.inside(() => readFileSync(`/proc/thread-self/net/${name}`, 'utf8'))
  }

  /** The path by which another process of this one's namespaces can join it. */
  get path(): string {
    return `/proc/${process.pid}/fd/${this.#fd}`
  }

  close(): void {
    closeSync(this.#fd)
  }
}

/** What all others are made from. */
let parent: Namespace | undefined
/** Files of /proc/sys in which a new namespace is not as a kernel is by itself. */
let habits: readonly Habit[] | undefined

function must(call: string, result: number): void {
  if (result === -Errno.EPERM)
    throw new Error(`${call}: not permitted; a Linux world needs root with CAP_SYS_ADMIN and CAP_NET_ADMIN`)
  if (result < 0) throw new Error(`${call}: ${errnoName(-result)}`)
}
