import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Nanoseconds, SocketRow } from '#network'
import {
  type HeldSocket,
  type KernelProcess,
  OutputFlood,
  type ProcessCounters,
  type ProcessExit,
  type ProcessHandles,
  type Program,
  type SignalName,
  type StandardOutput,
  standardOutputs,
} from '#node'
import { cpuMs, descendant, processTree, socketInodes, waitedMs } from '../proc/index.ts'
import type { LinuxHost } from './linux-host.ts'
import { ProgramPipes } from './program-pipes.ts'

/** How a program is started in a namespace: in the grading image, by the jail. */
export interface ProgramLauncher {
  /** A folder in which programs' files may be laid. */
  readonly scratch: string
  /** How many processes lie between the one that the command line starts and the program: a jail, its init. */
  readonly generations: number
  /**
   * Command line that runs `program` in a network namespace. It passes on descriptors 0 to 4, and sees only the given
   * files.
   */
  command(program: Program, place: ProgramPlace): { file: string; args: string[] }
  /** Its files in the jail's layout, if that differs. */
  files?(program: Program): Program['files']
}

export interface ProgramPlace {
  /** Path of the network namespace. */
  namespace: string
  /** Read-only folders in the program's root: `work` → source folder. */
  folders: Record<string, string>
  /** Content of its /etc/hosts. */
  hostsFile: string
  /** Whether it may have raw and packet sockets (CAP_NET_RAW). */
  rawSockets: boolean
}

/** Further options for starting a process. */
export interface LinuxProcessOptions {
  /** Bytes of output that are kept. */
  outputBytes: number
  /** Bytes that it may write in total: beyond, it is ended. */
  writtenBytes: number
  rawSockets: boolean
  now: () => Nanoseconds
}

/**
 * A program on the real kernel, behind the same interface as one on the simulated kernel. What a real kernel does not tell
 * (turns, timers, what a program still holds back) is 0 or left out.
 */
export class LinuxProcess implements KernelProcess {
  readonly host: LinuxHost
  readonly name: string
  readonly counters: ProcessCounters = { syscalls: {}, turns: 0 }
  readonly queuedBytes = 0
  /** Its standard streams, and the additional channel. */
  readonly pipes = new ProgramPipes()
  stopped = false
  floods = false
  exit: ProcessExit | null = null
  onOutput: ((fd: 1 | 2, bytes: Uint8Array) => void) | null = null
  onExit: ((process: KernelProcess) => void) | null = null
  /** Called when it wrote or ended. */
  onChange: (() => void) | null = null
  readonly ended: Promise<void>
  readonly #child: ChildProcess
  readonly #output: Record<1 | 2, StandardOutput>
  readonly #generations: number
  #bytesWritten = 0
  /** Why the platform ended it, if it did. */
  #endedBecause: string | null = null

  constructor(
    host: LinuxHost,
    program: Program,
    launcher: ProgramLauncher,
    { outputBytes, writtenBytes, rawSockets, now }: LinuxProcessOptions,
  ) {
    this.host = host
    this.name = program.name
    this.#generations = launcher.generations
    const root = mkdtempSync(join(launcher.scratch, 'program-'))
    const place = layFiles(root, host, program, launcher.files?.(program))
    const { file, args } = launcher.command(program, { ...place, rawSockets })
    this.#child = spawn(file, args, {
      stdio: [...this.pipes.inherited],
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: '/tmp', ...program.env },
    })
    this.pipes.closeInherited()
    const read = (fd: 1 | 2, bytes: Uint8Array) => {
      this.#bytesWritten += bytes.length
      this.floods = this.#bytesWritten > outputBytes
      this.#output[fd].send(bytes)
    }
    const write = (fd: 1 | 2, bytes: Uint8Array) => {
      this.onOutput?.(fd, bytes)
      this.onChange?.()
    }
    const flood = new OutputFlood(writtenBytes, (reason) => {
      this.#endedBecause ??= reason
      this.kill('SIGKILL')
    })
    const [output, errors] = standardOutputs(outputBytes, write, flood)
    this.#output = { 1: output, 2: errors }
    this.pipes.stdout.on('data', (bytes: Buffer) => read(1, bytes))
    this.pipes.stderr.on('data', (bytes: Buffer) => read(2, bytes))
    this.#child.on('error', (error) => this.#output[2].send(new TextEncoder().encode(`${error.message}\n`)))
    this.ended = new Promise((resolve) => {
      this.#child.on('close', async (code, signal) => {
        // All output arrives before the exit is reported.
        await this.pipes.ended
        this.pipes.close()
        const reason = this.#endedBecause
        this.exit = { code, signal: signal as SignalName | null, at: now(), ...(reason !== null && { reason }) }
        rmSync(root, { recursive: true, force: true })
        this.onExit?.(this)
        this.onChange?.()
        resolve()
      })
    })
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  get stdout(): string {
    return this.#output[1].text
  }

  get stderr(): string {
    return this.#output[2].text
  }

  write(bytes: Uint8Array): void {
    this.pipes.stdin.write(bytes)
  }

  endInput(): void {
    this.pipes.stdin.end()
  }

  kill(signal: SignalName): void {
    if (signal === 'SIGSTOP' || signal === 'SIGCONT') this.stopped = signal === 'SIGSTOP'
    // SIGKILL goes to the jail, whose end takes everything inside with it; other signals go to the program itself.
    const target = signal === 'SIGKILL' ? this.pid : this.#programPid()
    try {
      process.kill(target, signal)
    } catch {
      // It has ended in the meantime: a signal has no effect.
    }
  }

  handles(): ProcessHandles {
    const inodes = this.socketInodes()
    const held = this.host.sockets().filter((row) => inodes.has(row.inode))
    const isListener = (row: SocketRow) => row.state === 'LISTEN'
    return {
      sockets: held.filter((row) => !isListener(row)).map(describeSocket),
      listeners: held.filter(isListener).map(describeSocket),
      timers: 0,
      files: [],
    }
  }

  /** All its sockets and those of its children. */
  socketInodes(): ReadonlySet<number> {
    return new Set(processTree(this.#programPid()).flatMap(socketInodes))
  }

  /** Processor time that it and all it started have used: unchanged while they sleep. 0 when it has ended. */
  cpuMs(): number {
    return this.exit ? 0 : processTree(this.pid).reduce((sum, pid) => sum + cpuMs(pid), 0)
  }

  /** Milliseconds for which it was ready to run and had no processor. */
  waitedMs(): number {
    return waitedMs(this.#programPid())
  }

  #programPid(): number {
    return descendant(this.pid, this.#generations)
  }
}

function describeSocket({ inode: _, ...row }: SocketRow): HeldSocket {
  return { ...row, fd: -1 }
}

/** Lays the program's files, and its /etc/hosts, below `root`. */
function layFiles(
  root: string,
  host: LinuxHost,
  program: Program,
  files = program.files,
): Omit<ProgramPlace, 'rawSockets'> {
  mkdirSync(join(root, 'work'))
  for (const [path, text] of Object.entries(files)) {
    const place = join(root, path)
    mkdirSync(dirname(place), { recursive: true })
    writeFileSync(place, text)
  }
  const folders = Object.fromEntries(readdirSync(root).map((name) => [name, join(root, name)]))
  const names = Object.entries(program.hosts).flatMap(([name, addresses]) =>
    addresses.map((address) => `${address} ${name}`),
  )
  const hostsFile = join(root, 'hosts')
  writeFileSync(hostsFile, ['127.0.0.1 localhost', '::1 localhost', ...names, ''].join('\n'))
  return { namespace: host.namespace.path, folders, hostsFile }
}
