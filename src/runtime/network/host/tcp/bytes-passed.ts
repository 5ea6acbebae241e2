import type { Connection } from './connection.ts'
import { sequenceAfter } from './sequence.ts'

/** How much of our sequence space the peer acknowledged (Linux's bytes_acked): the bytes, our SYN if it was the first, and our FIN. */
export function bytesPassed(connection: Connection): number {
  return connection.bytesAcked + ownSynPassed(connection) + ownFinPassed(connection)
}

function ownSynPassed({ opensActively, sndUna, initialSendSequence }: Connection): number {
  return opensActively && sndUna !== initialSendSequence ? 1 : 0
}

function ownFinPassed({ finQueued, sndUna, sendBuffer, state }: Connection): number {
  return finQueued && state !== 'CLOSED' && sequenceAfter(sndUna, sendBuffer.end) ? 1 : 0
}
