/**
 * Rules for the header fields of a message (RFC 9113 §8), as strict as nghttp2: a violation resets the stream, but a regular field with
 * characters that aren't allowed is only dropped.
 */
import type { HpackHeader } from '#network'

/** Progress of the messages on a stream. */
export interface MessageState {
  /** Pseudo-header fields of the current section. */
  readonly seen: Set<string>
  /** Set after the first regular field: pseudo-header fields come before it. */
  regular: boolean
  method: string
  path: string
  scheme: string
  status: number
  /** Announced length of the body; -1 without one. */
  contentLength: number
  received: number
  /** After an informational response. */
  expectsFinal: boolean
}

export const newMessage = (): MessageState => ({
  seen: new Set(),
  regular: false,
  method: '',
  path: '',
  scheme: '',
  status: -1,
  contentLength: -1,
  received: 0,
  expectsFinal: false,
})

export type FieldVerdict = 'take' | 'drop' | 'refuse'

export interface FieldRules {
  /** A request, or a promised one. */
  readonly isRequest: boolean
  readonly isTrailer: boolean
  /** Extended CONNECT is enabled here (RFC 8441). */
  readonly connectProtocol: boolean
  /** Values with spaces at their ends are dropped (RFC 9113 §8.2.1). */
  readonly strictSpaces: boolean
  readonly streamId: number
}

const TOKEN = /^:?[!#$%&'*+\-.^_`|~0-9a-z]+$/
const METHOD = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const SCHEME = /^[A-Za-z][A-Za-z0-9+\-.]*$/
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are the ones that no value may have.
const NOT_IN_VALUE = /[\x00-\x08\x0a-\x1f\x7f]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: the same.
const NOT_IN_PATH = /[\x00-\x20\x7f]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: an authority has no space and only some of ASCII's signs.
const NOT_IN_AUTHORITY = /[\x00-\x20"#/<>?\\^`{|}\x7f-\xff]/
const OF_ONE_CONNECTION = new Set(['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade'])

/** Judges a field of a header section, and counts it into the message. */
export function judgeField(message: MessageState, { name, value }: HpackHeader, rules: FieldRules): FieldVerdict {
  const isPseudo = name.startsWith(':')
  if (!TOKEN.test(name) || !isValidValue(name, value, rules)) {
    if (isPseudo || (!TOKEN.test(name) && /[A-Z]/.test(name))) return 'refuse'
    message.regular = true
    return 'drop'
  }
  if (isPseudo && (rules.isTrailer || message.regular)) return 'refuse'
  const verdict = rules.isRequest ? requestField(message, name, value, rules) : responseField(message, name, value)
  if (!isPseudo) message.regular = true
  return verdict
}

function isValidValue(name: string, value: string, { isRequest, strictSpaces }: FieldRules): boolean {
  switch (name) {
    case ':method':
      return METHOD.test(value)
    case ':path':
      return !NOT_IN_PATH.test(value)
    case ':scheme':
      return SCHEME.test(value)
    case ':authority':
    case 'host':
      return isRequest ? !NOT_IN_AUTHORITY.test(value) : !NOT_IN_VALUE.test(value)
    default:
      return !NOT_IN_VALUE.test(value) && !(strictSpaces && /^[ \t]|[ \t]$/.test(value))
  }
}

/** Counts a field that may come once and isn't empty. */
function once(message: MessageState, name: string, value: string): boolean {
  if (message.seen.has(name) || value === '') return false
  message.seen.add(name)
  return true
}

function requestField(message: MessageState, name: string, value: string, rules: FieldRules): FieldVerdict {
  switch (name) {
    case ':method':
      message.method = value
      // A server can't promise a tunnel.
      if (value === 'CONNECT' && rules.streamId % 2 === 0) return 'refuse'
      break
    case ':path':
      message.path = value
      break
    case ':scheme':
      message.scheme = value
      break
    case ':protocol':
      if (!rules.connectProtocol) return 'refuse'
      break
    case ':authority':
    case 'host':
      break
    default:
      return name.startsWith(':') ? 'refuse' : commonField(message, name, value)
  }
  return once(message, name, value) ? 'take' : 'refuse'
}

function responseField(message: MessageState, name: string, value: string): FieldVerdict {
  if (name === ':status') {
    message.status = /^\d{3}$/.test(value) ? Number(value) : -1
    return once(message, name, value) && message.status !== -1 && message.status !== 101 ? 'take' : 'refuse'
  }
  if (name.startsWith(':')) return 'refuse'
  if (name !== 'content-length') return commonField(message, name, value)
  if (message.status === 204 && value === '0') return 'drop'
  if (message.status === 204 || Math.floor(message.status / 100) === 1) return 'refuse'
  if (message.method === 'CONNECT' && Math.floor(message.status / 100) === 2) return 'drop'
  return commonField(message, name, value)
}

function commonField(message: MessageState, name: string, value: string): FieldVerdict {
  if (OF_ONE_CONNECTION.has(name)) return 'refuse'
  if (name === 'te') return value.toLowerCase() === 'trailers' ? 'take' : 'refuse'
  if (name !== 'content-length') return 'take'
  if (message.contentLength !== -1 || !/^\d{1,18}$/.test(value)) return 'refuse'
  message.contentLength = Number(value)
  return 'take'
}

/** Checks a request whose header section is complete. */
export function isCompleteRequest(message: MessageState): boolean {
  const { seen, method } = message
  if (method === 'CONNECT' && !seen.has(':protocol')) {
    message.contentLength = -1
    return !seen.has(':scheme') && !seen.has(':path') && seen.has(':authority')
  }
  const isWhole = [':method', ':path', ':scheme'].every((name) => seen.has(name))
  if (!isWhole || (!seen.has(':authority') && !seen.has('host'))) return false
  if (seen.has(':protocol') && (method !== 'CONNECT' || !seen.has(':authority'))) return false
  const isWeb = /^https?$/i.test(message.scheme)
  return !isWeb || message.path.startsWith('/') || (method === 'OPTIONS' && message.path === '*')
}

/** Checks a response whose header section is complete, and prepares for its body or for the next response. */
export function isCompleteResponse(message: MessageState): boolean {
  if (!message.seen.has(':status')) return false
  message.expectsFinal = message.status < 200
  message.seen.clear()
  message.regular = false
  const { status, method } = message
  if (message.expectsFinal) message.contentLength = message.status = -1
  else if (method === 'HEAD' || status === 304 || status === 204) message.contentLength = 0
  else if (method === 'CONNECT') message.contentLength = -1
  return true
}

/** Counts bytes of the body; false if there are more than announced. */
export function acceptsData(message: MessageState, length: number): boolean {
  message.received += length
  return !message.expectsFinal && (message.contentLength === -1 || message.received <= message.contentLength)
}

/** Checks a message at its end. */
export function mayEnd({ expectsFinal, contentLength, received }: MessageState): boolean {
  return !expectsFinal && (contentLength === -1 || contentLength === received)
}
