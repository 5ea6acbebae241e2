import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { Errno, errnoName } from '../../network/index.ts'
import { libc, linux } from '../../sockets/linux/index.ts'

const THIS_THREAD = '/proc/thread-self/ns/net'

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
    const before = Namespace.current()
    try {
      must('unshare', libc.unshare(linux.CLONE_NEWNET))
      return Namespace.current()
    } finally {
      must('setns', libc.setns(before.#fd, linux.CLONE_NEWNET))
      before.close()
    }
  }

  /** Runs `body` in this namespace. It must not wait for anything: the whole thread is there meanwhile. */
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

  /** Runs a command here to its end and returns its standard output; throws with what it said when it fails. */
  command(command: string, args: string[], input = ''): string {
    const result = this.inside(() => spawnSync(command, args, { input, encoding: 'utf8' }))
    if (result.status === 0) return result.stdout
    throw new Error(
      `${command} ${args.join(' ')}: ${result.error?.message ?? (result.stderr.trim() || `status ${result.status}`)}\n${input}`,
    )
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

function must(call: string, result: number): void {
  if (result === -Errno.EPERM)
    throw new Error(`${call}: not permitted; a Linux world needs root with CAP_SYS_ADMIN and CAP_NET_ADMIN`)
  if (result < 0) throw new Error(`${call}: ${errnoName(-result)}`)
}
