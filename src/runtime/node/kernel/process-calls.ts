/** The system calls that concern the process itself. */

import { Errno } from '#network'
import { Gauge, Op } from '../syscalls/index.ts'
import type { CallHandler, Process, SystemCall } from './kernel-services.ts'
import { canBeHandled, signalName } from './signals.ts'
import { spawn } from './spawn.ts'
import { standStill } from './stand-still.ts'

/** Parent of orphaned processes. */
const INIT = 1
const MOST_RANDOM_BYTES = 65_536
const gauges = new Set<number>(Object.values(Gauge))

export const processCalls: ReadonlyMap<Op, CallHandler> = new Map<Op, CallHandler>([
  [Op.random, random],
  [Op.clock, (process) => process.time],
  [Op.exit, exit],
  [Op.kill, kill],
  [Op.spawn, spawn],
  [Op.getppid, ({ parent }) => parent?.pid ?? INIT],
  [Op.sigmask, setSignalMask],
  [Op.report, report],
  [Op.standStill, standStill],
])

function random(process: Process, call: SystemCall): number {
  if (call.a < 0) return -Errno.EINVAL
  const bytes = process.random.bytes(Math.min(call.a, MOST_RANDOM_BYTES))
  process.out.bytes = bytes
  return bytes.length
}

function exit(process: Process, call: SystemCall): number {
  process.kernel.end(process, { code: call.a & 0xff, signal: null })
  return 0
}

/** Reaches the processes of the same host, as a process namespace would have it. */
function kill(process: Process, { a, b: signal }: SystemCall): number {
  if (signal !== 0 && signalName(signal) === undefined) return -Errno.EINVAL
  const targets = targetsOf(process, a)
  if (targets.length === 0) return -Errno.ESRCH
  if (signal === 0) return 0
  // The caller comes last: the signal may end it before the others get theirs.
  for (const target of targets) if (target !== process) process.kernel.signal(target, signal)
  if (targets.includes(process)) process.kernel.signal(process, signal)
  return 0
}

/** kill(2): a process, its own group (0), all (-1), or another group. An ended process whose parent has not been notified can still be named. */
function targetsOf(process: Process, pid: number): Process[] {
  const { kernel, host } = process
  if (pid > 0) {
    const target = kernel.process(pid)
    const isThere = target?.host === host && (target.exit === null || target.parent !== null)
    return isThere ? [target] : []
  }
  const all = kernel.processesOf(host).filter(({ exit }) => exit === null)
  if (pid === -1) return all.filter((other) => other !== process)
  return all.filter(({ group }) => group === (pid === 0 ? process.group : -pid))
}

function setSignalMask(process: Process, call: SystemCall): number {
  if (!canBeHandled(call.a)) return -Errno.EINVAL
  if (call.b === 1) process.handled.add(call.a)
  else process.handled.delete(call.a)
  return 0
}

function report(process: Process, call: SystemCall): number {
  if (!gauges.has(call.a) || call.b < 0) return -Errno.EINVAL
  process.gauges.set(call.a, call.b)
  return 0
}
