/**
 * Messages between a test and its world: plain data that survives `structuredClone` (a worker, a MessagePort, a socket
 * with a codec). Times are milliseconds (`Time`, exact to the nanosecond), as in the Lab's own interface, except in
 * `WorldRecord`, which is the network's own recording.
 */
import type { Nanoseconds, PacketRecord, TablePiece } from '#network'
import type {
  Backend,
  Batch,
  Capability,
  DisplayFilter,
  Endpoint,
  Explicit,
  Files,
  LabErrorCode,
  LabErrorData,
  Moment,
  Packet,
  Schedule,
  SourcePlace,
  Time,
  WorldLimits,
} from './api/index.ts'
import type { EncodedError, EncodedValue } from './load-driver/index.ts'

/** World → test. Answers to acts and looks come in order, then at most the waits that one event completed. */
export interface Answer {
  batch: number
  now: Time
  /** Order of answers in the world: two of one instant differ. */
  sequence: number
  /** How many packets were recorded so far: the packets of a step lie between two of these. */
  packets: number
  results: Result[]
  /** The world is paused: waits that are pending and not in `results` are held until it is resumed. */
  paused?: true
}

export interface Result {
  id: number
  value?: unknown
  error?: LabErrorData
}

/** Evidence: one row per operation, in order of completion, shown beside the ladder and written to the report. */
export interface StepRecord {
  step: number
  from: Time
  to: Time
  on: string
  op: string
  args: string
  outcome: string
  packets: [first: number, last: number] | null
  /** The connection that the test holds, where the operation is one of a TCP peer: its own end and the other. */
  ends?: { local: Endpoint; remote: Endpoint }
  /** The line of the test that called it. */
  source?: { file: string; line: number }
}

/** Names, addresses and limits that the test's side knows without asking. Fixed for the duration of a world. */
export interface WorldDescription {
  backend: Backend
  seed: number
  capabilities: Capability[]
  clock: 'virtual' | 'real'
  /** Tolerance for comparing times: the larger of `ms` and `share` of the time. */
  tolerance: { ms: number; share: number }
  /** Default limit of a wait, in milliseconds. */
  within: number
  topology: string
  nodes: NodeDescription[]
  links: LinkDescription[]
  /** First command id of a new test's side: lower ones belong to the run that this world continues. */
  firstCommand?: number
}

export interface NodeDescription {
  name: string
  /** Hosts, routers and other nodes that run programs and peers have a stack; switches and boxes have none. */
  kind: string
  hasStack: boolean
  interfaces: { name: string; addresses: string[] }[]
}

export interface LinkDescription {
  /** `client:eth0`; a switch port is `lan:p1`. */
  endpoints: [string, string]
}

/** A packet as it crosses: what a test reads, and every dissected field by its Wireshark name. */
export type PacketData = Omit<Packet, 'field' | 'icmp'> & {
  icmp?: Omit<NonNullable<Packet['icmp']>, 'about'> & { about?: PacketData }
  fields: Record<string, string | number>
}

/** What a cursor reads; goes with each of its commands, so that making one crosses nothing. */
export interface CursorSpec {
  filter?: DisplayFilter
  /** What a packet that matches is called. */
  as?: string
  /** A link's number, or a node's interface. */
  on?: number | string
  /** Only packets with a higher number. */
  after?: number
  /** Only packets sent at or after this time. */
  since?: number
}

/** What a loaded module exports: names of functions, and of classes. */
export interface ModuleShape {
  pid: number
  functions: string[]
  classes: string[]
}

/** A call's outcome as it crosses: what the function returned, or what it threw. */
export type CallOutcome = { value: EncodedValue } | { thrown: EncodedError }

/** A process as evidence: what became of it and what it held at the end. */
export interface ProcessEvidence {
  name: string
  host: string
  pid: number
  exit: {
    code: number | null
    signal: string | null
    at: Time
    /** Why the platform ended it. */
    reason?: string
    error?: { name: string; message: string; code?: string; at?: SourcePlace }
  } | null
  stdout: string
  stderr: string
  /** Bytes that the program had handed over and its sockets still held back. */
  queuedBytes: number
}

/** What a report keeps of a world, asked for by `{ on: 'lab', op: 'evidence' }` (a look). */
export interface WorldEvidence {
  at: Time
  packets: number
  /** The last of the exchange, each packet where it was first sent. */
  ladder: string[]
  processes: ProcessEvidence[]
  /** The difference from `whole` that the schedule made, one row per connection that it changed. */
  schedule: Explicit[]
  /** Real milliseconds for which world and programs waited for a processor: on a real clock, no fault of the submission. */
  lagMs: number
  /** Milliseconds of the shortest wait that was over before what it waited for had happened, or that was for time to pass; null: none was. */
  shortestWaitMs: number | null
  /** The share of this machine's processors that others than this world used; 0 where time is virtual. */
  othersShare: number
}

/** What every backend is opened with, beside its own topology and launcher. */
export interface OpenBackendOptions {
  /** Randomness of the world. Not the variant. */
  seed: number
  /** Values for the topology's `${…}` parameters. */
  params?: Record<string, string | number | boolean>
  files: {
    /** What `run('server.ts')` and `load('ping.ts')` find. */
    submission: Files
    /** The author's helpers: `run('tests:watcher.ts')`. */
    programs?: Files
  }
  /** How peers cut the data they send; default `whole`. */
  schedule?: Schedule
  limits?: WorldLimits
  /** Version of the platform, for recipes. */
  platform?: string
  /** Tell the observer what changes in hosts' tables, too. A world of real kernels has none to tell. */
  tables?: boolean
  /** Keep a hash of all events, for `trace`. */
  trace?: boolean
  /** Called with what happened, in order, while the world runs. */
  observe?: (records: WorldRecord[]) => void
  /** Kinds of records passed to `observe`; default: all. */
  observed?: readonly WorldRecord['kind'][]
  /** Called with each frame when it is sent, on a link or within a host. */
  onPacket?: (packet: PacketRecord) => void
  /** false: the world keeps no recording, and operations that read packets find none. */
  keepsPackets?: boolean
}

/** A packet, and where a world that stands still at exact events last stood before it: its recipe leads there (`openReplay`). */
export interface SeenPacket extends PacketRecord {
  before?: Moment
}

/** What happened in the world, pushed in order while it runs. A page's terminal and packet list live from these. */
export type WorldRecord =
  | { kind: 'output'; pid: number; stream: 'stdout' | 'stderr'; bytes: Uint8Array; at: Nanoseconds }
  | ({ kind: 'packet' } & SeenPacket)
  | {
      kind: 'fate'
      number: number
      fate: PacketRecord['fate']
      arrives: Nanoseconds | null
      heldUntil?: Nanoseconds | null
    }
  | {
      kind: 'process'
      pid: number
      host: string
      name: string
      /** Its input. */
      args?: readonly string[]
      /** With `started`: `name` is a line of the host's shell. */
      isLine?: true
      state: 'started' | 'exited'
      /** `reason`: why the platform ended it, if it did. `outside`: the world ended, or its driver sent the signal. */
      exit?: { code: number | null; signal: string | null; reason?: string; outside?: 'end' | 'signal' }
      at: Nanoseconds
    }
  /** Changes of hosts' tables, for a recording; only where they were asked for (`tables`). */
  | ({ kind: 'tables' } & TablePiece)
  | { kind: 'time'; now: Nanoseconds }

/** The world's side: executes one batch at a time, in the order given. Data in, data out. */
export interface LabBackend {
  readonly description: WorldDescription
  execute(batch: Batch): Promise<Answer>
  /** Pauses the world at the end of the current event, and resumes it. Absent if the world cannot pause. */
  pause?(): void
  resume?(): void
  /** Passes buffered records to `observe`: for a host about to run code that may never end. */
  passOn?(): void
  close(): Promise<void>
}

/** Test → world, on a port. */
export type ClientMessage =
  | { kind: 'open' }
  | { kind: 'batch'; batch: Batch }
  /** Handled at once, even during a batch, which is then answered. */
  | { kind: 'pause' }
  | { kind: 'resume' }
  | { kind: 'close' }
/**
 * World → test, on a port. `gone`: the world ended by itself (its worker died, a limit was passed); nothing more will come. `code` when
 * that is not the platform's fault: EXITED for a program that had to be stopped together with its world.
 */
export type ServerMessage =
  | { kind: 'opened'; description: WorldDescription }
  | { kind: 'answer'; answer: Answer }
  | { kind: 'closed' }
  | { kind: 'gone'; reason: string; code?: LabErrorCode }

/** One end of a channel for structured-clone data: a MessagePort, a worker, or a pair in one thread (`client/ports.ts`). */
export interface LabPort {
  post(message: ClientMessage | ServerMessage): void
  onMessage: ((message: ClientMessage | ServerMessage) => void) | null
  close?(): void
}
