import { execFileSync } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Both ends of a pipe. Node can only make pipes that never block; these are read and written blocking, from both sides. */
export interface Fifo {
  read: number
  write: number
}

/** FIFOs made at a time and kept, since making one takes a program (`mkfifo`). */
const BATCH = 12
const ready: Fifo[] = []

/** Returns a pipe without a name; the caller closes both ends. */
export function takeFifo(): Fifo {
  if (ready.length === 0) makeBatch()
  return ready.pop()!
}

function makeBatch(): void {
  const folder = mkdtempSync(join(tmpdir(), 'ackademy-'))
  try {
    const paths = Array.from({ length: BATCH }, (_, index) => join(folder, String(index)))
    makeFifos(paths)
    for (const path of paths) ready.push(openBoth(path))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function makeFifos(paths: string[]): void {
  try {
    execFileSync('mkfifo', ['-m', '600', ...paths])
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw new Error(
      'A process of its own needs the program mkfifo, which this system does not have: use Linux or Docker',
    )
  }
}

/** Opening one end of a FIFO waits for the other; opening it for both does not (fifo(7)), and lets the two ends follow. */
function openBoth(path: string): Fifo {
  const both = openSync(path, constants.O_RDWR)
  const fifo = { read: openSync(path, constants.O_RDONLY), write: openSync(path, constants.O_WRONLY) }
  closeSync(both)
  return fifo
}
