import { closeSync } from 'node:fs'
import { Socket } from 'node:net'
import { errnoName } from '#network'
import { libc } from '#sockets/linux/index.ts'

/**
 * Streams that a program inherits, and our ends: its standard streams, and a channel that it reads from descriptor 3
 * and writes to descriptor 4. Pipes, not the Unix socket pairs that Node would create: over those a program can pass
 * descriptors, and dropping the last reference to a connection waits for its linger time (SCM_RIGHTS in unix(7),
 * SO_LINGER in socket(7)), as long as the program likes.
 */
export class ProgramPipes {
  readonly stdin: Socket
  readonly stdout: Socket
  readonly stderr: Socket
  readonly toChannel: Socket
  readonly fromChannel: Socket
  /** Both outputs are at their end, and all was read. */
  readonly ended: Promise<unknown>
  /** The program's ends, by descriptor. */
  readonly inherited: readonly number[]

  constructor() {
    const [input, output, errors, requests, answers] = [pipe(), pipe(), pipe(), pipe(), pipe()] as const
    this.inherited = [input.read, output.write, errors.write, requests.read, answers.write]
    this.stdin = new Socket({ fd: input.write, readable: false, writable: true })
    this.toChannel = new Socket({ fd: requests.write, readable: false, writable: true })
    this.stdout = new Socket({ fd: output.read, readable: true, writable: false })
    this.stderr = new Socket({ fd: errors.read, readable: true, writable: false })
    this.fromChannel = new Socket({ fd: answers.read, readable: true, writable: false })
    // A write to a program that has ended fails; its end is reported elsewhere.
    for (const end of this.#ends()) end.on('error', () => {})
    this.ended = Promise.all(
      [this.stdout, this.stderr].map((end) => new Promise((resolve) => end.on('close', resolve))),
    )
  }

  /** The program has its own copies: when those are closed, its output ends. */
  closeInherited(): void {
    for (const fd of this.inherited) closeSync(fd)
  }

  close(): void {
    for (const end of this.#ends()) end.destroy()
  }

  #ends(): Socket[] {
    return [this.stdin, this.stdout, this.stderr, this.toChannel, this.fromChannel]
  }
}

function pipe(): { read: number; write: number } {
  const made = libc.pipe()
  if (typeof made === 'number') throw new Error(`a pipe to a program: ${errnoName(-made)}`)
  return made
}
