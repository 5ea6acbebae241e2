/** `child_process.spawnSync` and what stands on it: a child runs while its parent stands still. */
export { spawnSyncBinding } from './binding.ts'
