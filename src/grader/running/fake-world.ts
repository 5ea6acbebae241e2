import type { Explicit, LabSession, Leak, Schedule, StepRecord, WorldEvidence } from '#lab'
import type { OpenWorld, WorldRequest } from './world.ts'

/** Input of the fake world's only operation, `lab.host('h').sh(line)`. */
export interface Scene {
  line: string
  request: WorldRequest
  /** How the schedule cuts a stream of ten bytes sent in two pieces of five. */
  difference: { cut: number[]; join: number[] }
}

export interface FakeOptions {
  /** Answers `sh`, or throws. */
  sh?: (scene: Scene) => string | Promise<string>
  capabilities?: string[]
  leaks?: Leak[]
  evidence?: Partial<WorldEvidence>
  /** The test's last step. */
  steps?: StepRecord[]
  /** Packets that match any filter. */
  packets?: { number?: number; text?: string; field(name: string): string | number | undefined }[]
}

/** Worlds for the runner's own tests: no network, every `sh` takes 10 ms. `opened` keeps each request. */
export function fakeWorlds(options: FakeOptions = {}): {
  openWorld: OpenWorld
  opened: WorldRequest[]
  closed: () => number
} {
  const opened: WorldRequest[] = []
  let closed = 0
  const openWorld: OpenWorld = async (request) => {
    opened.push(request)
    return fakeSession(request, options, () => {
      closed++
    })
  }
  return { openWorld, opened, closed: () => closed }
}

function fakeSession(request: WorldRequest, options: FakeOptions, onClose: () => void): LabSession {
  const clock = { now: 0, kind: 'virtual', tolerance: () => 1 }
  const difference = differenceOf(request.schedule)
  const sh = async (line: string) => {
    clock.now += 10
    return (await options.sh?.({ line, request, difference })) ?? ''
  }
  const packets = options.packets ?? []
  const lab = {
    backend: 'simulated',
    seed: request.seed,
    capabilities: new Set(options.capabilities ?? ['segments']),
    clock,
    host: () => ({ sh }),
    capture: () => ({ all: async () => packets, count: async () => packets.length }),
    leaks: async () => options.leaks ?? [],
    pcapng: async () => new Uint8Array([1, 2, 3]),
    close: async () => onClose(),
  }
  const schedule: Explicit[] = [{ kind: 'explicit', ...difference, connection: 1 }]
  const evidence: WorldEvidence = {
    at: clock.now,
    packets: 0,
    ladder: ['a > b SYN'],
    processes: [],
    schedule,
    lagMs: 0,
    shortestWaitMs: null,
    othersShare: 0,
    ...options.evidence,
  }
  return {
    lab: lab as unknown as LabSession['lab'],
    supervise: (body) => body(),
    firstPacket: () => 1,
    steps: () => options.steps ?? [],
    evidence: async () => evidence,
  }
}

function differenceOf(schedule: Schedule): { cut: number[]; join: number[] } {
  if (schedule.kind === 'explicit') return { cut: schedule.cut, join: schedule.join }
  if (schedule.kind === 'coalesce') return { cut: [], join: [5] }
  if (schedule.kind === 'whole') return { cut: [], join: [] }
  return { cut: [1, 2, 3, 4, 6, 7, 8, 9], join: [] }
}
