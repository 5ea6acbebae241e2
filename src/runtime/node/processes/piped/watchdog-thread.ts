/** The thread of `watchdog.ts`. */
import { readFileSync } from 'node:fs'
import { workerData } from 'node:worker_threads'
import { killTree } from './kill-tree.ts'

const shared = workerData as Int32Array
const LOOK_EVERY_MS = 25
/** On a machine that has no time for it, a child that computes is given this much longer in wall-clock time. */
const PATIENCE = 6
/** Linux counts a process's time in hundredths of a second. */
const MS_PER_TICK = 10

let turn = 0
let since = 0
let usedBefore = 0

setInterval(() => {
  const current = Atomics.load(shared, 0)
  if (current !== turn || (current & 1) === 0) {
    turn = current
    since = Date.now()
    usedBefore = processorTime(Atomics.load(shared, 1))
    return
  }
  const pid = Atomics.load(shared, 1)
  const most = Atomics.load(shared, 2)
  const waited = Date.now() - since
  if (waited <= most) return
  const used = processorTime(pid) - usedBefore
  // Asleep: it will never answer. Computing: it is judged by what it used and not by how busy this machine is.
  const starved = used > 0 && used <= most
  if (starved && waited <= most * PATIENCE) return
  Atomics.store(shared, 3, current)
  killTree(pid)
}, LOOK_EVERY_MS)

/** Milliseconds of processor time that a process has used, 0 where /proc cannot say. */
function processorTime(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]!.split(' ')
    return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK
  } catch {
    return 0
  }
}
