/**
 * Lab: the one way to drive a world. Here live the interface that tests hold (`api`), the data that crosses (`protocol`), the
 * test's side of it (`client`), the topology file, and the backends: `simulated`, `linux`. Nothing here knows an exercise, a
 * grade or a page. Names that only Node can import stay out of this file: see `simulated/node.ts`.
 */
export * from './api/index.ts'
export * from './backend/index.ts'
export * from './client/index.ts'
export { formatDuration, milliseconds, parseDuration } from './duration.ts'
export type * from './protocol.ts'
export * from './simulated/index.ts'
export { showValue } from './text.ts'
export * from './topology/index.ts'
export * from './yaml/index.ts'
