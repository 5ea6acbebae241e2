/** `Op.standStill`: a process waits in the middle of its turn, as a thread blocks in waitpid(2) or poll(2), and the world goes on without it. */

import { Errno, type Nanoseconds, Ready } from '#network'
import { Stood } from '../syscalls/index.ts'
import type { Descriptor } from './descriptors.ts'
import type { Process, SystemCall } from './kernel-services.ts'
import { Signal } from './signals.ts'

/** Bytes per entry: a descriptor and the requested events. */
const ENTRY = 4

interface Wanted {
  descriptor: Descriptor
  mask: number
}

export function standStill(process: Process, { a: pid, b: deadline, bytes }: SystemCall): number {
  const child = pid === 0 ? null : process.kernel.process(pid)
  if (child !== null && child?.parent !== process) return -Errno.ECHILD
  const wanted = parseWanted(process, bytes)
  if (wanted === null) return -Errno.EBADF
  const over = () => (child?.exit ? Stood.childEnded : 0) | (wanted.some(isReady) ? Stood.ready : 0)
  const result = withoutIt(process, () => runUntil(process, over, deadline))
  if (result > 0 && (result & Stood.childEnded) !== 0) takeEnd(process, child!)
  return result
}

function parseWanted({ descriptors }: Process, bytes: Uint8Array | null): Wanted[] | null {
  const wanted: Wanted[] = []
  const view = new DataView(bytes?.buffer ?? new ArrayBuffer(0), bytes?.byteOffset, bytes?.byteLength)
  for (let at = 0; at + ENTRY <= view.byteLength; at += ENTRY) {
    const descriptor = descriptors.get(view.getUint16(at))
    if (descriptor === undefined) return null
    wanted.push({ descriptor, mask: view.getUint16(at + 2) | Ready.ERR | Ready.HUP })
  }
  return wanted
}

const isReady = ({ descriptor, mask }: Wanted) => (descriptor.file.readiness() & mask) !== 0

/** The process is not the one that runs; the time that it stands still does not count as computing. */
function withoutIt(process: Process, run: () => number): number {
  const { kernel } = process
  kernel.running = null
  try {
    return run()
  } finally {
    kernel.running = process
    process.turnStart += Math.max(0, kernel.network.clock.now - process.time)
  }
}

/**
 * Runs the world. A process whose turns do not end before they return cannot have one now: it stands still too, and continues when this one does.
 */
function runUntil(process: Process, over: () => number, deadline: Nanoseconds): number {
  const { kernel } = process
  const { clock } = kernel.network
  const postponed = new Set<Process>()
  try {
    for (;;) {
      const reason = over()
      if (reason !== 0 || process.exit !== null) return reason
      const next = clock.peek()
      if (deadline >= 0 && (next === undefined || next.at > deadline)) {
        if (deadline > clock.now) clock.advanceTo(deadline)
        return 0
      }
      if (next === undefined) return -Errno.EDEADLK
      const owner = next.owner as Process | null
      if (owner === null || owner.port?.isSynchronous) void clock.take()!.run()
      else {
        clock.cancel(next)
        owner.wakeUp = null
        postponed.add(owner)
      }
    }
  } finally {
    for (const other of postponed) kernel.requestTurn(other)
  }
}

function takeEnd(process: Process, child: Process): void {
  const { out, queue, kernel } = process
  out.a = child.exit!.code ?? 0
  out.b = child.exit!.signal === null ? 0 : Signal[child.exit!.signal]
  queue.forgetChild(child)
  kernel.reap(child)
}
