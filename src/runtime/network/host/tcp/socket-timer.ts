import type { SocketTimer } from '../socket.ts'
import type { Connection } from './connection.ts'

/** The timer that `ss -o` shows of a connection: the first of these that runs (Linux's inet_sk_diag_fill). */
export function socketTimer(connection: Connection): SocketTimer | null {
  const { retransmissionTimer, probeTimer, keepAliveTimer, finalTimer, now, state, probesOut } = connection
  const timers = [
    [retransmissionTimer, 'on', connection.retransmissionsInRow],
    [probeTimer, 'persist', probesOut],
    [finalTimer, state === 'TIME_WAIT' ? 'timewait' : 'keepalive', state === 'TIME_WAIT' ? 0 : probesOut],
    [keepAliveTimer, 'keepalive', connection.keepAlivesSent],
  ] as const
  for (const [{ deadline }, kind, count] of timers)
    if (deadline !== null) return { kind, remaining: Math.max(0, deadline - now), count }
  return null
}
