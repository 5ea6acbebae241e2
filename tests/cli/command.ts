/** The command as a person uses it: started as a process, with what it prints and its exit status. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { vi } from 'vitest'
import { runCommand } from '#cli/main.ts'

export const root = fileURLToPath(new URL('../../', import.meta.url))
const main = fileURLToPath(new URL('../../scripts/command.ts', import.meta.url))
const warnsOfTypes = /^24\.[0-2]\./.test(process.versions.node)

export interface Ended {
  status: number | null
  stdout: string
  stderr: string
}

export interface StartOptions {
  /** What is on standard input, which then ends; without it there is none. */
  input?: string
  cwd?: string
  /** Variables besides the usual ones, or instead of them. */
  env?: Record<string, string>
  /** In a network namespace where nothing can be reached. Needs root. */
  within?: 'no network'
}

/** A command under way. */
export class Command {
  readonly child: ChildProcess
  stdout = ''
  stderr = ''
  readonly ended: Promise<Ended>
  #onOutput = () => {}

  constructor(args: string[], { input, cwd = root, env = {}, within }: StartOptions = {}) {
    const words = [...(within ? ['unshare', '--net'] : []), process.execPath, main, ...args]
    this.child = spawn(words[0]!, words.slice(1), {
      cwd,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      // What Vitest tells its own processes is left out; the cache and the option are those of bin/ackademy.mjs.
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/node'),
        ...(warnsOfTypes && { NODE_OPTIONS: '--disable-warning=ExperimentalWarning' }),
        ...env,
      },
    })
    this.child.stdin?.end(input)
    for (const stream of ['stdout', 'stderr'] as const)
      this.child[stream]!.on('data', (bytes: Buffer) => {
        this[stream] += bytes
        this.#onOutput()
      })
    this.ended = new Promise((resolve) => {
      this.child.on('close', (status) => resolve({ status, stdout: this.stdout, stderr: this.stderr }))
    })
  }

  /** Until it has printed something that matches. */
  printed(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(this.stdout)
        if (match) resolve(match)
      }
      this.#onOutput = look
      look()
      void this.ended.then(({ stdout, stderr }) =>
        reject(new Error(`it ended without ${pattern}:\n${stdout}${stderr}`)),
      )
    })
  }
}

/** Runs `ackademy` with these arguments to its end. */
export function ackademy(args: string[], options?: StartOptions): Promise<Ended> {
  return new Command(args, options).ended
}

/**
 * The same in this process, which needs no second to start: for what is said before a program runs, by commands that touch neither standard input nor
 * signals. What the process itself does with an error is not seen here.
 */
export async function here(args: string[]): Promise<Ended> {
  const ended = { stdout: '', stderr: '' }
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      ended[stream] += text
      return true
    }),
  )
  try {
    return { status: await runCommand(args), ...ended }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}
