import type { Worker } from 'node:worker_threads'
import type { NetworkDescription } from '#network'
import { connectSession, type LabSession, messagePort } from '../client/index.ts'
import {
  addGateway,
  type Entrance,
  type Publication,
  type PublicationProblem,
  type PublishedHost,
} from '../gateway/index.ts'
import type { LabPort, OpenBackendOptions, ServerMessage, WorldRecord } from '../protocol.ts'
import { readTopology } from '../topology/index.ts'
import type { SharedCapture, StreamedCapture } from './streamed-capture.ts'
import { findTopology, type TopologyFile } from './topologies.ts'
import { type ThreadEnd, WatchedThread } from './watched-thread.ts'

export interface OpenLabInThreadOptions
  extends Omit<OpenBackendOptions, 'observe' | 'observed' | 'onPacket' | 'keepsPackets'> {
  /** A topology's name, the path of its file, or its text. */
  topology: string | TopologyFile
  /** Folders of this machine that every host shows, read only when asked for; what programs write stays in the world. */
  mounts?: FolderMount[]
  /** Requested records of the world, and their consumer; a record arrives before any answer that depends on it. */
  observe?: { kinds: WorldRecord['kind'][]; push: (records: WorldRecord[]) => void }
  /** Ports of simulated hosts that clients of this machine reach while the world runs. */
  publish?: PublishOptions
  /** Where every packet goes while the world runs; the world keeps none. */
  capture?: StreamedCapture | null
  /** Most memory that programs may keep, in MiB. */
  memoryMiB?: number
}

/** As with Node itself on a small machine. */
export const DEFAULT_MEMORY_MIB = 512

export interface PublishOptions {
  publications: Publication[]
  /** A client of this machine was turned away: a positive errno. */
  onRefused: (publication: Publication, protocol: Entrance['protocol'], error: number) => void
}

export interface FolderMount {
  /** Where hosts show it. */
  path: string
  /** Absolute path here. */
  folder: string
}

/** Start data of the thread. */
export interface WorldThreadData extends Omit<OpenBackendOptions, 'observe' | 'params' | 'onPacket'> {
  description: NetworkDescription
  published: { publications: Publication[]; hosts: PublishedHost[] } | null
  mounts: FolderMount[]
  capture: SharedCapture | null
}

/** Reports of the thread beside its Lab's answers. */
export type WorldThreadReport =
  | { kind: 'records'; records: WorldRecord[] }
  | { kind: 'entrances'; opened: Entrance[] | PublicationProblem }
  | { kind: 'refused'; publication: Publication; protocol: Entrance['protocol']; error: number }

export interface LabInThread {
  readonly session: LabSession
  /** Where clients of this machine now come in. */
  readonly entrances: readonly Entrance[]
  /** Why the world had to be ended together with its programs; null when it was not. */
  readonly end: ThreadEnd | null
  /** Ends the programs and their world at once, whatever they do. The capture so far is complete. */
  kill(): void
}

/** A port of this machine that should publish a host is not available. */
export class CannotPublish extends Error {
  readonly problem: PublicationProblem

  constructor(problem: PublicationProblem) {
    super(`${problem.publication.text}: ${problem.code} at ${problem.address}, port ${problem.port}`)
    this.problem = problem
  }
}

/**
 * Opens a simulated world and its programs in a separate thread: whatever they do, the caller's thread stays responsive
 * to signals and input. Throws `FileProblems` for an invalid topology, `CannotPublish` for a busy port of this machine,
 * and RangeError for an unknown host to publish.
 */
export async function openLabInThread(options: OpenLabInThreadOptions): Promise<LabInThread> {
  const { topology, params, observe, publish, mounts = [], capture, memoryMiB = DEFAULT_MEMORY_MIB, ...rest } = options
  const { file, text } = typeof topology === 'string' ? findTopology(topology) : topology
  const workerData: WorldThreadData = {
    ...rest,
    ...withGateway(readTopology(file, text, params), publish?.publications ?? []),
    mounts,
    observed: observe?.kinds ?? [],
    capture: capture?.shared ?? null,
  }
  const thread = new WatchedThread(new URL('./world-thread.ts', import.meta.url), workerData, { memoryMiB })
  const opened = Promise.withResolvers<Entrance[] | PublicationProblem>()
  const port = portOf(thread.worker, (report) => {
    if (report.kind === 'records') observe?.push(report.records)
    else if (report.kind === 'entrances') opened.resolve(report.opened)
    else publish?.onRefused(report.publication, report.protocol, report.error)
  })
  const session = await connectSession(port)
  const entrances = publish === undefined ? [] : await opened.promise
  if (!Array.isArray(entrances)) {
    await session.lab.close()
    throw new CannotPublish(entrances)
  }
  return {
    session,
    entrances,
    get end() {
      return thread.end
    },
    kill: () => void thread.worker.terminate(),
  }
}

function withGateway(description: NetworkDescription, publications: Publication[]) {
  if (publications.length === 0) return { description, published: null }
  const names = [...new Set(publications.map(({ host }) => host))]
  const extended = addGateway(description, names)
  return { description: extended.description, published: { publications, hosts: extended.hosts } }
}

/** The thread's port, without its reports. When a thread dies, its world is gone: the session gets the reason. */
function portOf(worker: Worker, onReport: (report: WorldThreadReport) => void): LabPort {
  const port = messagePort({
    postMessage: (message) => worker.postMessage(message),
    on: (_, listener) => worker.on('message', (message) => (isReport(message) ? onReport(message) : listener(message))),
  })
  const gone = (reason: string) => port.onMessage?.({ kind: 'gone', reason })
  worker.on('error', (error) => gone(error instanceof Error ? (error.stack ?? error.message) : String(error)))
  worker.on('exit', (code) => gone(`the world's thread ended with exit code ${code}`))
  port.close = () => void worker.terminate()
  return port
}

function isReport({ kind }: WorldThreadReport | ServerMessage): boolean {
  return kind === 'records' || kind === 'entrances' || kind === 'refused'
}
