import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Duplex, Readable, Writable } from 'node:stream'
import type { Nanoseconds, SocketRow } from '../../network/index.ts'
import {
  type HeldSocket,
  type KernelProcess,
  OutputBudget,
  type ProcessCounters,
  type ProcessExit,
  type ProcessHandles,
  type Program,
  type SignalName,
  StandardOutput,
} from '../../node/index.ts'
import type { LinuxHost } from './linux-host.ts'

/** How a program of a submission is started in a namespace: the jail, in the grading image. */
export interface ProgramLauncher {
  /** Folder of its own for what a world's programs see; emptied when the world closes. */
  readonly scratch: string
  /** The command line that runs `program` in `namespace`, with `folder` as its /work and `hostsFile` as its /etc/hosts. */
  command(options: { namespace: string; folder: string; hostsFile: string; program: Program }): {
    file: string
    args: string[]
  }
}

/**
 * A program on the real kernel, behind the same interface as one on the simulated kernel. What a real kernel does not tell
 * (turns, bytes copied, timers, what a program still holds back) is 0.
 */
export class LinuxProcess implements KernelProcess {
  readonly host: LinuxHost
  readonly name: string
  readonly counters: ProcessCounters = { syscalls: {}, turns: 0, bytesCopied: 0 }
  readonly queuedBytes = 0
  /** Descriptor 3 of the program: a stream of bytes both ways, for a driver that the world starts. */
  readonly channel: Duplex
  stopped = false
  exit: ProcessExit | null = null
  onOutput: ((fd: 1 | 2, bytes: Uint8Array) => void) | null = null
  onExit: ((process: KernelProcess) => void) | null = null
  /** Called when it wrote or ended. */
  onChange: (() => void) | null = null
  readonly ended: Promise<void>
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>
  readonly #folder: string
  readonly #output: [StandardOutput, StandardOutput]

  constructor(
    host: LinuxHost,
    program: Program,
    launcher: ProgramLauncher,
    outputLimit: number,
    now: () => Nanoseconds,
  ) {
    this.host = host
    this.name = program.name
    this.#folder = writeFiles(launcher.scratch, program)
    const { file, args } = launcher.command({
      namespace: host.namespace.path,
      folder: join(this.#folder, 'work'),
      hostsFile: join(this.#folder, 'hosts'),
      program,
    })
    const child = spawn(file, args, {
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
      env: { ...program.env, PATH: '/usr/local/bin:/usr/bin:/bin', HOME: '/tmp' },
    })
    this.#child = child as ChildProcessByStdio<Writable, Readable, Readable>
    this.channel = child.stdio[3] as Duplex
    for (const stream of [child.stdin!, this.channel]) stream.on('error', () => {})
    const budget = new OutputBudget(outputLimit)
    const write = (fd: 1 | 2, bytes: Uint8Array) => {
      this.onOutput?.(fd, bytes)
      this.onChange?.()
    }
    this.#output = [new StandardOutput(1, budget, write), new StandardOutput(2, budget, write)]
    child.stdout!.on('data', (bytes: Buffer) => this.#output[0].send(bytes))
    child.stderr!.on('data', (bytes: Buffer) => this.#output[1].send(bytes))
    this.ended = new Promise((resolve) => {
      // 'close': after the last byte of output, so that whoever sees the exit sees what was said before it.
      child.on('close', (code, signal) => {
        this.exit = { code, signal: signal as SignalName | null, at: now() }
        rmSync(this.#folder, { recursive: true, force: true })
        resolve()
        this.onExit?.(this)
        this.onChange?.()
      })
      child.on('error', (error) => this.#output[1].send(new TextEncoder().encode(`${error.message}\n`)))
    })
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  get stdout(): string {
    return this.#output[0].text
  }

  get stderr(): string {
    return this.#output[1].text
  }

  write(bytes: Uint8Array): void {
    this.#child.stdin.write(bytes)
  }

  endInput(): void {
    this.#child.stdin.end()
  }

  kill(signal: SignalName): void {
    // SIGKILL goes to the jail, whose end takes everything inside with it; the others to the program itself.
    const target = signal === 'SIGKILL' ? this.pid : (this.#programPid() ?? this.pid)
    if (signal === 'SIGSTOP' || signal === 'SIGCONT') this.stopped = signal === 'SIGSTOP'
    try {
      process.kill(target, signal)
    } catch {
      // It has ended in the meantime: kill(2) of a process that is gone changes nothing.
    }
  }

  handles(): ProcessHandles {
    const inodes = this.#socketInodes()
    const held = this.host.sockets().filter((row) => inodes.has(row.inode))
    const isListener = (row: SocketRow) => row.state === 'LISTEN'
    return {
      sockets: held.filter((row) => !isListener(row)).map((row) => describeSocket(row, inodes)),
      listeners: held.filter(isListener).map((row) => describeSocket(row, inodes)),
      timers: 0,
      files: [],
    }
  }

  /** The program itself: jail → its init → the program. Without a jail, the process that was started. */
  #programPid(): number | undefined {
    let pid: number | undefined = this.pid
    for (let child: number | undefined = pid; child !== undefined; child = onlyChild(child)) pid = child
    return pid
  }

  /** Inode → descriptor of its sockets. */
  #socketInodes(): Map<number, number> {
    const folder = `/proc/${this.#programPid()}/fd`
    const found = new Map<number, number>()
    for (const fd of listFolder(folder)) {
      const inode = /^socket:\[(\d+)\]$/.exec(readLink(`${folder}/${fd}`))?.[1]
      if (inode) found.set(Number(inode), Number(fd))
    }
    return found
  }
}

function describeSocket(row: SocketRow, inodes: Map<number, number>): HeldSocket {
  const { inode, ...rest } = row
  return { ...rest, fd: inodes.get(inode) ?? -1 }
}

/** The files that the program sees as /work, and its /etc/hosts. */
function writeFiles(scratch: string, program: Program): string {
  const folder = mkdtempSync(join(scratch, 'program-'))
  for (const [path, text] of Object.entries(program.files)) {
    const place = join(folder, path)
    mkdirSync(dirname(place), { recursive: true })
    writeFileSync(place, text)
  }
  mkdirSync(join(folder, 'work'), { recursive: true })
  const hosts = Object.entries(program.hosts).flatMap(([name, addresses]) =>
    addresses.map((address) => `${address} ${name}`),
  )
  writeFileSync(join(folder, 'hosts'), `127.0.0.1 localhost\n::1 localhost\n${hosts.join('\n')}\n`)
  return folder
}

const onlyChild = (pid: number): number | undefined => {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]) || undefined
  } catch {
    return undefined
  }
}
const listFolder = (path: string): string[] => {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}
const readLink = (path: string): string => {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}
