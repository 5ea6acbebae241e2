import { Worker } from 'node:worker_threads'
import type { NetworkDescription } from '../../network/index.ts'
import { connectSession, type LabSession, messagePort } from '../client/index.ts'
import type { LabPort, OpenBackendOptions, WorldRecord } from '../protocol.ts'
import { readTopology } from '../topology/index.ts'
import { findTopology, type TopologyFile } from './topologies.ts'

export interface OpenLabInThreadOptions extends Omit<OpenBackendOptions, 'observe'> {
  /** A topology's name, the path of its file, or its text. */
  topology: string | TopologyFile
  /** Folders of this machine that every host shows, read only when asked for; what programs write stays in the world. */
  mounts?: FolderMount[]
  /** What of the world's records is wanted, and where it goes; a record is there before any answer that knows of it. */
  observe?: { kinds: WorldRecord['kind'][]; push: (records: WorldRecord[]) => void }
}

export interface FolderMount {
  /** Where hosts show it. */
  path: string
  /** Absolute path here. */
  folder: string
}

/** What the thread is started with. */
export interface WorldThreadData extends Omit<OpenBackendOptions, 'observe' | 'params'> {
  description: NetworkDescription
  watched: WorldRecord['kind'][]
  mounts: FolderMount[]
}

/** What the thread says beside the answers of its Lab. */
export type WorldThreadReport = { kind: 'records'; records: WorldRecord[] } | { kind: 'child'; pid: number }

export interface LabInThread {
  readonly session: LabSession
  /** Kills the programs from outside of the world, whatever they do. The world goes on and tells of their end. */
  killPrograms(): void
}

/**
 * Opens a simulated world in a thread of its own, its programs in child processes: whatever they do, the caller's thread stays
 * free for signals and input. Throws `FileProblems` for a wrong topology.
 */
export async function openLabInThread(options: OpenLabInThreadOptions): Promise<LabInThread> {
  const { topology, params, observe, mounts = [], ...rest } = options
  const { file, text } = typeof topology === 'string' ? findTopology(topology) : topology
  const description = readTopology(file, text, params)
  const workerData: WorldThreadData = { ...rest, description, mounts, watched: observe?.kinds ?? [] }
  const worker = new Worker(new URL('./world-thread.ts', import.meta.url), { workerData })
  const children: number[] = []
  worker.on('message', (message: WorldThreadReport) => {
    if (message.kind === 'records') observe?.push(message.records)
    else if (message.kind === 'child') children.push(message.pid)
  })
  const session = await connectSession(portOf(worker))
  return { session, killPrograms: () => children.forEach(kill) }
}

/** The thread's port. A thread that dies is a world that is gone: the session is told why. */
function portOf(worker: Worker): LabPort {
  const port = messagePort(worker)
  const gone = (reason: string) => port.onMessage?.({ kind: 'gone', reason })
  worker.on('error', (error) => gone(error instanceof Error ? (error.stack ?? error.message) : String(error)))
  worker.on('exit', (code) => gone(`the world's thread ended with exit code ${code}`))
  port.close = () => void worker.terminate()
  return port
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // ESRCH: it has ended already
  }
}
