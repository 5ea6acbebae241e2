/** A thread of the pool. The program shares this thread, so its answer is only "passed" or "run it yourself". */
import { parentPort, workerData } from 'node:worker_threads'
import { loadDriverFiles, sameThread } from '#lab/on-disk/index.ts'
import { simulatedWorlds, type WorldTask, worldRunner } from '../../running/index.ts'
import { compileFunction } from '../compile-function.ts'
import type { PoolJob } from './worker-pool.ts'

const job = workerData as PoolJob
const openWorld = simulatedWorlds(sameThread(), loadDriverFiles())
const passes = await worldRunner({ ...job, openWorld, compileFunction })

parentPort!.on('message', async (task: WorldTask) => {
  const passed = await passes(task).catch(() => false)
  parentPort!.postMessage(passed)
})
