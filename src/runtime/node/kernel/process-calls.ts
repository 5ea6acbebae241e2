/** The system calls that concern the process itself. */
import { Errno } from '../../network/index.ts'
import { Gauge, Op } from '../syscalls/index.ts'
import type { Process } from './process.ts'
import { canBeHandled, signalName } from './signals.ts'
import type { Call, CallHandler } from './system-call.ts'

const MOST_RANDOM_BYTES = 65_536
const gauges = new Set<number>(Object.values(Gauge))

export const processCalls: ReadonlyMap<Op, CallHandler> = new Map<Op, CallHandler>([
  [Op.random, random],
  [Op.clock, (process) => process.time],
  [Op.exit, exit],
  [Op.kill, kill],
  [Op.sigmask, setSignalMask],
  [Op.report, report],
])

function random(process: Process, call: Call): number {
  if (call.a < 0) return -Errno.EINVAL
  const bytes = process.random.bytes(Math.min(call.a, MOST_RANDOM_BYTES))
  process.out.bytes = bytes
  return bytes.length
}

function exit(process: Process, call: Call): number {
  process.kernel.end(process, { code: call.a & 0xff, signal: null })
  return 0
}

/** Reaches the processes of the same host, as a process namespace would have it. */
function kill(process: Process, call: Call): number {
  const target = process.kernel.process(call.a)
  if (target === undefined || target.host !== process.host || target.exit !== null) return -Errno.ESRCH
  if (call.b === 0) return 0
  if (signalName(call.b) === undefined) return -Errno.EINVAL
  process.kernel.signal(target, call.b)
  return 0
}

function setSignalMask(process: Process, call: Call): number {
  if (!canBeHandled(call.a)) return -Errno.EINVAL
  if (call.b === 1) process.handled.add(call.a)
  else process.handled.delete(call.a)
  return 0
}

function report(process: Process, call: Call): number {
  if (!gauges.has(call.a) || call.b < 0) return -Errno.EINVAL
  process.gauges.set(call.a, call.b)
  return 0
}
