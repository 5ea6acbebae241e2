/** The thread of `openLabInThread`: a simulated world whose programs run in child processes. */
import { parentPort, workerData } from 'node:worker_threads'
import { folderOnDisk } from '../../node/files/on-disk/index.ts'
import { messagePort, serveLab } from '../client/index.ts'
import { openSimulatedBackend } from '../simulated/index.ts'
import { loadDriverFiles } from './load-driver-files.ts'
import type { WorldThreadData, WorldThreadReport } from './open-lab-in-thread.ts'
import { childProcesses } from './starters.ts'

const { watched, mounts, ...options } = workerData as WorldThreadData
const report = (message: WorldThreadReport) => parentPort!.postMessage(message)
const children = childProcesses({ warm: 1, onStart: (pid) => report({ kind: 'child', pid }) })
const backend = openSimulatedBackend({
  ...options,
  mounts: mounts.map(({ path, folder }) => ({ path, source: folderOnDisk(folder) })),
  starter: children.start,
  loadDriver: loadDriverFiles(),
  observe: (records) => {
    const wanted = records.filter(({ kind }) => watched.includes(kind))
    if (wanted.length > 0) report({ kind: 'records', records: wanted })
  },
})

serveLab(
  {
    description: backend.description,
    execute: (batch) => backend.execute(batch),
    pause: () => backend.pause?.(),
    resume: () => backend.resume?.(),
    close: async () => {
      await backend.close()
      children.close()
    },
  },
  messagePort(parentPort!),
)
