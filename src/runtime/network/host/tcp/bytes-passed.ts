import type { Connection } from './connection.ts'
import { sequenceAfter } from './sequence.ts'

/** Returns how much of our sequence space the peer acknowledged (Linux's bytes_acked): data, our SYN if we opened, and our FIN. */
export function bytesPassed(connection: Connection): number {
  return connection.stats.bytesAcked + ownSynPassed(connection) + ownFinPassed(connection)
}

function ownSynPassed({ opensActively, snd }: Connection): number {
  return opensActively && snd.una !== snd.iss ? 1 : 0
}

function ownFinPassed({ state, snd }: Connection): number {
  return snd.finQueued && state !== 'CLOSED' && sequenceAfter(snd.una, snd.buffer.end) ? 1 : 0
}
