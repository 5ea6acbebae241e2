import { ask, type Reply } from './upstream.ts'

export interface LookupOptions {
  signal?: AbortSignal
}

/** Looks a name up, in memory if that has a reply that is still valid, else with a query. */
export async function lookup(name: string, type: number, { signal }: LookupOptions = {}): Promise<Reply> {
  signal?.throwIfAborted()
  // Your turn: what of it may be kept, for how long, and who else waits for the same?
  return ask(name, type)
}
