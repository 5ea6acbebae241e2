/** AlertDescription (RFC 8446 §6). */
export const Alert = {
  closeNotify: 0,
  unexpectedMessage: 10,
  badRecordMac: 20,
  recordOverflow: 22,
  handshakeFailure: 40,
  badCertificate: 42,
  illegalParameter: 47,
  decodeError: 50,
  decryptError: 51,
  protocolVersion: 70,
  internalError: 80,
  missingExtension: 109,
  unsupportedExtension: 110,
  certificateRequired: 116,
  noApplicationProtocol: 120,
} as const

/** A reason that ends a connection, in OpenSSL's words, and the alert that tells the peer; null: none is sent. */
export class TlsFault extends Error {
  readonly alert: number | null
  readonly reason: string
  /** Whether the peer's alert is the reason. */
  readonly received: boolean

  constructor(alert: number | null, reason: string, received = false) {
    super(reason)
    this.alert = alert
    this.reason = reason
    this.received = received
  }
}

export const decodeError = (): TlsFault => new TlsFault(Alert.decodeError, 'length mismatch')
export const badExtension = (): TlsFault => new TlsFault(Alert.decodeError, 'bad extension')
export const unexpectedMessage = (): TlsFault => new TlsFault(Alert.unexpectedMessage, 'unexpected message')
export const illegalParameter = (reason: string): TlsFault => new TlsFault(Alert.illegalParameter, reason)

/** OpenSSL's texts for received alerts, by number. */
const ALERT_TEXTS: Readonly<Record<number, string>> = {
  10: 'ssl/tls alert unexpected message',
  20: 'ssl/tls alert bad record mac',
  21: 'tlsv1 alert decryption failed',
  22: 'tlsv1 alert record overflow',
  30: 'ssl/tls alert decompression failure',
  40: 'ssl/tls alert handshake failure',
  41: 'ssl/tls alert no certificate',
  42: 'ssl/tls alert bad certificate',
  43: 'ssl/tls alert unsupported certificate',
  44: 'ssl/tls alert certificate revoked',
  45: 'ssl/tls alert certificate expired',
  46: 'ssl/tls alert certificate unknown',
  47: 'ssl/tls alert illegal parameter',
  48: 'tlsv1 alert unknown ca',
  49: 'tlsv1 alert access denied',
  50: 'tlsv1 alert decode error',
  51: 'tlsv1 alert decrypt error',
  60: 'tlsv1 alert export restriction',
  70: 'tlsv1 alert protocol version',
  71: 'tlsv1 alert insufficient security',
  80: 'tlsv1 alert internal error',
  86: 'tlsv1 alert inappropriate fallback',
  90: 'tlsv1 alert user cancelled',
  100: 'tlsv1 alert no renegotiation',
  109: 'tlsv13 alert missing extension',
  110: 'tlsv1 unsupported extension',
  111: 'tlsv1 certificate unobtainable',
  112: 'tlsv1 unrecognized name',
  113: 'tlsv1 bad certificate status response',
  114: 'tlsv1 bad certificate hash value',
  115: 'tlsv1 alert unknown psk identity',
  116: 'tlsv13 alert certificate required',
  120: 'tlsv1 alert no application protocol',
}

/** Makes the fault of an alert from the peer. */
export function receivedAlert(description: number): TlsFault {
  return new TlsFault(description, ALERT_TEXTS[description] ?? 'unknown alert type', true)
}
