import type { Reply } from './wire-format.ts'

/** Servers of the root. On your own machine: `node server.ts 198.41.0.4`. */
const ROOTS = process.argv.length > 2 ? process.argv.slice(2) : ['198.51.100.1']

/** Finds the answer, or the "no", from the root down. When it rejects, the client gets SERVFAIL. */
export async function resolve(name: string, type: number): Promise<Reply> {
  // Your turn: send encodeQuery(…) to port 53 of a root, and look at what readMessage(…) makes of the reply.
  throw new Error(`nobody asks ${ROOTS.join(', ')} about ${name} type ${type} yet`)
}
