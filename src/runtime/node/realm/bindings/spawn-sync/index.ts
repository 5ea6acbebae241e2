/** `child_process.spawnSync` and the functions over it: a child runs while its parent is blocked. */
export { spawnSyncBinding } from './binding.ts'
