/** The thread of `openLabInThread`: a simulated world whose programs run in child processes. */
import { parentPort, workerData } from 'node:worker_threads'
import { folderOnDisk } from '../../node/files/on-disk/index.ts'
import { messagePort, serveLab } from '../client/index.ts'
import {
  GATEWAY_NAME,
  type Gateway,
  openGateway,
  type Protocol,
  type Publication,
  Threshold,
} from '../gateway/index.ts'
import { openSimulatedEngine } from '../simulated/index.ts'
import { loadDriverFiles } from './load-driver-files.ts'
import type { WorldThreadData, WorldThreadReport } from './open-lab-in-thread.ts'
import { childProcesses } from './starters.ts'

const { watched, mounts, published, ...options } = workerData as WorldThreadData
const report = (message: WorldThreadReport) => parentPort!.postMessage(message)
const children = childProcesses({ warm: 1, onStart: (pid) => report({ kind: 'child', pid }) })
const { engine, network } = openSimulatedEngine({
  ...options,
  mounts: mounts.map(({ path, folder }) => ({ path, source: folderOnDisk(folder) })),
  starter: children.start,
  loadDriver: loadDriverFiles(),
  observe: (records) => {
    const wanted = records.filter(({ kind }) => watched.includes(kind))
    if (wanted.length > 0) report({ kind: 'records', records: wanted })
  },
})

const threshold = new Threshold()
let gateway: Gateway | null = null
if (published !== null) {
  const onRefused = (publication: Publication, protocol: Protocol, error: number) =>
    report({ kind: 'refused', publication, protocol, error })
  const opened = await openGateway({ ...published, gateway: network.host(GATEWAY_NAME), threshold, onRefused })
  if ('entrances' in opened) gateway = opened
  report({ kind: 'entrances', opened: 'entrances' in opened ? [...opened.entrances] : opened })
}

serveLab(
  {
    description: engine.description,
    execute: (batch) => threshold.during(() => engine.execute(batch)),
    pause: () => engine.pause(),
    resume: () => engine.resume(),
    close: async () => {
      await gateway?.close()
      await engine.close()
      children.close()
    },
  },
  messagePort(parentPort!),
)
