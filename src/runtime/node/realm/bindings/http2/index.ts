/**
 * `internalBinding('http2')`, below Node's own lib/internal/http2: sessions and streams as node_http2.cc makes them, on a connection that
 * behaves as nghttp2's. An add-on: evaluated in a process that asks for `node:http2`, and in no other.
 */
import type { RealmContext } from '../../context.ts'
import type { Any, Binding } from '../../types.ts'
import type { StreamAccess } from '../stream-access.ts'
import { libraryErrorText } from './protocol/index.ts'
import { sessionClass } from './session-handle.ts'
import { packedSettings, settingEntries, showDefaults } from './setting-entries.ts'
import { CALLBACKS, type Callbacks, sharedState } from './shared-state.ts'
import { streamClass } from './stream-handle.ts'

export { streamPipeBinding } from './stream-pipe.ts'

/** Constants for the library alone: programs get the same object, in which they aren't enumerable. */
const INTERNAL = /^NGHTTP2_(?:HCAT|NV_FLAG|ERR_(?!FRAME_SIZE_ERROR))|^STREAM_OPTION_/

function hideInternal(constants: Record<string, unknown>): void {
  for (const name of Object.keys(constants))
    if (INTERNAL.test(name)) Object.defineProperty(constants, name, { enumerable: false })
}

export function http2Binding(realm: RealmContext, access: StreamAccess): Binding {
  const state = sharedState(realm, access)
  const { Stream, bind } = streamClass(state)
  state.Stream = Stream
  state.bind = bind
  hideInternal(realm.constants.http2.constants)
  return {
    ...realm.constants.http2,
    sessionState: state.sessionState,
    streamState: state.streamState,
    settingsBuffer: state.settings,
    optionsBuffer: state.options,
    streamStats: state.streamStats,
    sessionStats: state.sessionStats,
    nghttp2ErrorString: (error: number) => libraryErrorText(error),
    refreshDefaultSettings: () => showDefaults(state.settings),
    packSettings(): unknown {
      const bytes = packedSettings(settingEntries(state.settings))
      return bytes && realm.require('buffer').Buffer.from(bytes.buffer)
    },
    setCallbackFunctions(...functions: Any[]): void {
      state.callbacks = Object.fromEntries(CALLBACKS.map((name, index) => [name, functions[index]])) as Callbacks
    },
    Http2Stream: Stream,
    Http2Session: sessionClass(state),
  }
}
