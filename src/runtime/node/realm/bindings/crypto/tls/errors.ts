import type { TlsFault } from './protocol/index.ts'
import { ALERT_REASON_BASE, REASONS } from './reasons.ts'

const LIBRARY = 'SSL routines'
/** ERR_LIB_SSL above 23 bits of reason (ERR_PACK). */
const PACKED = 0x0a000000

/** Makes OpenSSL's error for a fault, without the names of OpenSSL's own functions and files. */
export function sslError(reason: string, received?: number | null): Error {
  const number = received != null ? ALERT_REASON_BASE + received : (REASONS[reason] ?? REASONS['internal error']!)
  const packed = (PACKED + number).toString(16).toUpperCase().padStart(8, '0')
  const alert = received == null ? '' : `:SSL alert number ${received}`
  const code = `ERR_SSL_${reason.toUpperCase().replaceAll(' ', '_')}`
  return Object.assign(new Error(`error:${packed}:${LIBRARY}::${reason}${alert}`), { library: LIBRARY, reason, code })
}

export const errorOf = ({ reason, received, alert }: TlsFault): Error => sslError(reason, received ? alert : null)
