/** Output of `ss -tinoe` for the connections of one host. */
import { formatEndpoint } from '../../address/index.ts'
import type { SocketRow } from '../rows.ts'
import type { SocketTimer } from '../socket.ts'
import { socketTimerText, tcpInfoText } from '../tcp-info-text.ts'
import type { Connection } from './connection.ts'
import { connectionInformation } from './tcp-information.ts'

const STATES: Readonly<Record<string, string>> = {
  ESTABLISHED: 'ESTAB',
  SYN_SENT: 'SYN-SENT',
  SYN_RECEIVED: 'SYN-RECV',
  FIN_WAIT_1: 'FIN-WAIT-1',
  FIN_WAIT_2: 'FIN-WAIT-2',
  TIME_WAIT: 'TIME-WAIT',
  CLOSED: 'UNCONN',
  CLOSE_WAIT: 'CLOSE-WAIT',
  LAST_ACK: 'LAST-ACK',
  LISTEN: 'LISTEN',
  CLOSING: 'CLOSING',
}

/** Returns a state under the name that `ss` prints. */
export const ssState = (state: string): string => STATES[state] ?? state

/** Returns two lines: the row with its timer and inode, and below it TCP's details. Listeners and TIME-WAIT have only the first. */
export function connectionText(row: SocketRow, connection: Connection | null): string {
  const { local, remote, recvQ, sendQ, inode } = row
  const timer = connection === null ? null : socketTimer(connection)
  const first = [
    ...[ssState(row.state), recvQ, sendQ, formatEndpoint(local), remote === undefined ? '*:*' : formatEndpoint(remote)],
    ...(timer === null ? [] : [socketTimerText(timer)]),
    ...(inode === 0 ? [] : [`ino:${inode}`, `sk:${inode.toString(16)}`]),
  ].join(' ')
  if (connection === null || row.state === 'TIME_WAIT') return first
  return `${first}\n\t ${tcpInfoText(connectionInformation(connection), connection.congestionControl.name)}`
}

/** Returns the timer that `ss -o` shows: the first of these that runs (Linux's inet_sk_diag_fill). */
function socketTimer(connection: Connection): SocketTimer | null {
  const { retransmissionTimer, probeTimer, keepalive, finalTimer, now, state, retry } = connection
  const timers = [
    [retransmissionTimer, 'on', connection.retry.count],
    [probeTimer, 'persist', retry.probesOut],
    [finalTimer, state === 'TIME_WAIT' ? 'timewait' : 'keepalive', state === 'TIME_WAIT' ? 0 : retry.probesOut],
    [keepalive.timer, 'keepalive', keepalive.sent],
  ] as const
  for (const [{ deadline }, kind, count] of timers)
    if (deadline !== null) return { kind, remaining: Math.max(0, deadline - now), count }
  return null
}
