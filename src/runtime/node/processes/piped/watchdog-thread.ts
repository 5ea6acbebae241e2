/** The thread of `watchdog.ts`. */
import { readFileSync } from 'node:fs'
import { workerData } from 'node:worker_threads'
import { killTree } from './kill-tree.ts'
import { Slot, Verdict } from './watchdog.ts'

const shared = workerData as Int32Array
const LOOK_EVERY_MS = 25
/** Maximum time counted between two checks: while this thread itself was not scheduled, it learned nothing about the child. */
const LONGEST_LOOK_MS = 4 * LOOK_EVERY_MS
/** Factor by which a computing child's time is extended on a busy machine. */
const PATIENCE = 6
/** Linux counts a process's time in hundredths of a second. */
const MS_PER_TICK = 10
const PAGES_PER_MIB = 256

let turn = 0
/** Time since the turn began in which the kernel waited for the child, and the part of it in which the child slept. */
let waited = 0
let slept = 0
let usedBefore = 0
let lastLook = Date.now()
let lastWait = 0

setInterval(() => {
  const elapsed = Math.min(Date.now() - lastLook, LONGEST_LOOK_MS)
  lastLook = Date.now()
  const pid = Atomics.load(shared, Slot.pid)
  if (Atomics.load(shared, Slot.turn) !== turn) {
    turn = Atomics.load(shared, Slot.turn)
    waited = slept = 0
    usedBefore = pid === 0 ? 0 : look(pid).used
  }
  const wait = Atomics.load(shared, Slot.waits)
  const isSameWait = wait === lastWait
  lastWait = wait
  if ((wait & 1) === 0) return
  waited += elapsed
  const { sleeps, used, mib } = look(pid)
  // A child that makes calls sleeps between them while the kernel works.
  if (sleeps && isSameWait) slept += elapsed
  if (mib > Atomics.load(shared, Slot.mostMiB)) kill(pid, Verdict.tooMuchMemory)
  else if (isTooLong(Atomics.load(shared, Slot.mostMs), used - usedBefore)) kill(pid, Verdict.tooSlow)
}, LOOK_EVERY_MS)

function kill(pid: number, verdict: Verdict): void {
  Atomics.store(shared, Slot.verdict, verdict)
  Atomics.store(shared, Slot.killed, turn)
  killTree(pid)
}

/** A sleeping child will never answer. A computing one is judged by its processor time, not by how busy this machine is. */
function isTooLong(most: number, used: number): boolean {
  return slept > most || used > most || waited > most * PATIENCE
}

interface Look {
  /** Whether it waits for something other than the processor. */
  sleeps: boolean
  /** Processor time so far, in ms. */
  used: number
  /** Resident memory. */
  mib: number
}

function look(pid: number): Look {
  try {
    // proc(5): after the name in parentheses come the state, 12th and 13th utime and stime, 22nd the resident pages.
    const fields = readFileSync(`/proc/${innermost(pid)}/stat`, 'latin1')
      .split(') ')[1]!
      .split(' ')
    const [user, system, pages] = [fields[11], fields[12], fields[21]].map(Number) as [number, number, number]
    return { sleeps: fields[0] !== 'R', used: (user + system) * MS_PER_TICK, mib: pages / PAGES_PER_MIB }
  } catch {
    return { sleeps: true, used: 0, mib: 0 } // No /proc here: wall-clock time has to do.
  }
}

/** Returns the process inside a jail, which is the one to judge: the jail only waits for it. */
function innermost(pid: number): number {
  const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ')
  return child === undefined || child === '' ? pid : innermost(Number(child))
}
