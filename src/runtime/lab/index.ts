/**
 * Lab: the one way to drive a world. Here live the interface that tests hold (`api`), the data that crosses (`protocol`), the
 * test's side of it (`client`), the operations (`backend`), the worlds that they work on (`simulated`, `linux`), and the topology
 * file. Nothing here knows an exercise, a grade or a page. What only Node can import has doors of its own: `on-disk`, `linux`,
 * `gateway`.
 */
export * from './api/index.ts'
export * from './backend/index.ts'
export { parseBytes } from './byte-count.ts'
export * from './capture-client/index.ts'
export * from './client/index.ts'
export { formatDuration, milliseconds, parseDuration } from './duration.ts'
export type * from './protocol.ts'
export * from './recording/index.ts'
export * from './simulated/index.ts'
export { count, showNumber, showValue, visibleText } from './text.ts'
export * from './topology/index.ts'
export * from './yaml/index.ts'
