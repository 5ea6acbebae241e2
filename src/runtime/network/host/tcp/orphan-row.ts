import type { SocketRow } from '../rows.ts'
import type { Connection } from './connection.ts'

/** A connection that no program holds, as tables show it: opening, waiting to be accepted, or left to end by itself. */
export function orphanRow(connection: Connection): SocketRow {
  const { state, local, remote } = connection
  const recvQ = connection.receiveBuffer.unread
  return { proto: 'tcp', state, local, remote, recvQ, sendQ: connection.sendBuffer.length, inode: 0 }
}
