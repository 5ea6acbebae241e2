/** A thread of a crew: what it runs shares this thread with it, so it says only "passed" or "look at it yourself". */
import { parentPort, workerData } from 'node:worker_threads'
import { loadDriverFiles, sameThread } from '../../../runtime/lab/on-disk/index.ts'
import { simulatedWorlds, type WorldTask, worldRunner } from '../../running/index.ts'
import { compileFunction } from '../compile-function.ts'
import type { CrewJob } from './thread-crew.ts'

const job = workerData as CrewJob
const openWorld = simulatedWorlds(sameThread(), loadDriverFiles())
const passes = await worldRunner({ ...job, openWorld, compileFunction })

parentPort!.on('message', async (task: WorldTask) => {
  const passed = await passes(task).catch(() => false)
  parentPort!.postMessage(passed)
})
