import type { OpenBackendOptions, WorldRecord } from '../../runtime/lab/index.ts'
import type { Nanoseconds } from '../../runtime/network/index.ts'

/** Page → frame. Ports that travel with `worker` go on to the worker. */
export type FrameMessage =
  | { kind: 'ping'; number: number }
  | { kind: 'worker'; name: string; source: string; start: unknown }
/** Frame → page. */
export type FrameReport =
  | { kind: 'ready' }
  | { kind: 'pong'; number: number }
  | { kind: 'worker-error'; worker: string; message: string }

/** The first message of the world's worker; the port to the page travels with it. */
export interface WorldStart {
  kind: 'start'
  /** `generated/node-library.json`, as text. */
  library: string
}

/** What a world is opened with; the topology is the file's text, as everywhere. */
export interface WorldRequest extends Omit<OpenBackendOptions, 'observe'> {
  topology: { file: string; text: string }
}

/** Page, or tests' worker → world's worker. `open` brings the port on which the new world serves its Lab. */
export type WorldMessage =
  | { kind: 'ping'; number: number }
  | { kind: 'open'; world: string; request: WorldRequest }
  /** Another client of this worker (the tests' worker): its port travels with it. */
  | { kind: 'client' }

/** World's worker → page. */
export type WorldReport =
  | { kind: 'ready' }
  | { kind: 'pong'; number: number }
  | { kind: 'opened'; world: string }
  | { kind: 'records'; world: string; records: WorldRecord[] }
  /** The recording is full: what comes later is not kept. */
  | { kind: 'truncated'; world: string; at: Nanoseconds }
  | { kind: 'failed'; world: string; message: string }
