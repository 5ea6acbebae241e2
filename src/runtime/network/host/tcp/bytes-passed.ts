import type { Connection } from './connection.ts'
import { sequenceAfter } from './sequence.ts'

/** How much of our sequence space the peer acknowledged (Linux's bytes_acked): the bytes, our SYN if it was the first, and our FIN. */
export function bytesPassed(connection: Connection): number {
  return connection.stats.bytesAcked + ownSynPassed(connection) + ownFinPassed(connection)
}

function ownSynPassed({ opensActively, sndUna, iss }: Connection): number {
  return opensActively && sndUna !== iss ? 1 : 0
}

function ownFinPassed({ finQueued, sndUna, sendBuffer, state }: Connection): number {
  return finQueued && state !== 'CLOSED' && sequenceAfter(sndUna, sendBuffer.end) ? 1 : 0
}
