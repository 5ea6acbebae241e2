/** Memory that `lib/internal/http2` shares with the handles (node_http2_state.h), and the library's callbacks. */
import { Http2Setting } from '#network'
import type { RealmContext } from '../../context.ts'
import type { Any } from '../../types.ts'
import type { StreamAccess } from '../stream-access.ts'

/** Indices of `settingsBuffer`; settings beyond them follow as a count and pairs. */
export const SETTING_IDS: readonly number[] = [
  Http2Setting.HEADER_TABLE_SIZE,
  Http2Setting.ENABLE_PUSH,
  Http2Setting.INITIAL_WINDOW_SIZE,
  Http2Setting.MAX_FRAME_SIZE,
  Http2Setting.MAX_CONCURRENT_STREAMS,
  Http2Setting.MAX_HEADER_LIST_SIZE,
  Http2Setting.ENABLE_CONNECT_PROTOCOL,
]
export const SETTINGS_FLAGS = SETTING_IDS.length
const MOST_CUSTOM_SETTINGS = 10

/** Indices of `optionsBuffer`. */
export const Option = {
  deflateTable: 0,
  reservedStreams: 1,
  headerBlock: 2,
  peerStreams: 3,
  padding: 4,
  headerPairs: 5,
  pings: 6,
  outstandingSettings: 7,
  memory: 8,
  settings: 9,
  resetRate: 10,
  resetBurst: 11,
  looseSpaces: 12,
  flags: 13,
} as const

/** Flags and counters of `Http2Session.fields`. */
export const Field = {
  bits: 0,
  priorityListeners: 1,
  frameErrorListeners: 2,
  invalidFrames: 4,
  rejectedStreams: 8,
  length: 12,
} as const
export const FieldBit = {
  remoteSettingsListeners: 0,
  remoteSettingsKnown: 1,
  pingListeners: 2,
  altsvcListeners: 3,
} as const

/** The functions of `setCallbackFunctions`, in its order. */
export const CALLBACKS = [
  'error',
  'priority',
  'settings',
  'ping',
  'headers',
  'frameError',
  'goaway',
  'altsvc',
  'origin',
  'trailers',
  'streamClose',
] as const
export type Callbacks = Record<(typeof CALLBACKS)[number], unknown>

export interface SharedState {
  readonly realm: RealmContext
  readonly access: StreamAccess
  readonly sessionState: Float64Array
  readonly streamState: Float64Array
  readonly settings: Uint32Array
  readonly options: Uint32Array
  readonly streamStats: Float64Array
  readonly sessionStats: Float64Array
  callbacks: Callbacks
  /** The class of stream handles, which sessions make. */
  Stream: Any
  bind: (handle: Any, stream: Any) => void
}

export function sharedState(realm: RealmContext, access: StreamAccess): SharedState {
  return {
    realm,
    access,
    sessionState: new Float64Array(9),
    streamState: new Float64Array(6),
    settings: new Uint32Array(SETTINGS_FLAGS + 2 + 2 * MOST_CUSTOM_SETTINGS),
    options: new Uint32Array(14),
    streamStats: new Float64Array(6),
    sessionStats: new Float64Array(9),
    callbacks: {} as Callbacks,
    Stream: null,
    bind: () => {},
  }
}

/** Returns an option that a program has set, or `otherwise`. */
export function optionOf({ options }: SharedState, index: number, otherwise: number): number {
  return options[Option.flags]! & (1 << index) ? options[index]! : otherwise
}
