import type { Http2SettingEntry } from '#network'
import { AsyncWrap } from '../../async-wrap.ts'
import { bytesOf, plainBytes } from '../../bytes.ts'
import type { Any } from '../../types.ts'
import { headersOf } from './header-list.ts'
import { type Settings, submitRequest } from './protocol/index.ts'
import { SessionCore } from './session-core.ts'
import { settingEntries } from './setting-entries.ts'
import { Field, SETTING_IDS, SETTINGS_FLAGS, type SharedState } from './shared-state.ts'
import { StreamOption } from './stream-core.ts'

const SERVER = 0
const REQUEST = 0

/** Returns the class of `internalBinding('http2').Http2Session`. */
export function sessionClass(state: SharedState): unknown {
  return class Http2Session extends SessionHandle {
    constructor(type: number) {
      super(state, type)
    }
  }
}

class SessionHandle extends AsyncWrap {
  readonly #core: SessionCore
  readonly #state: SharedState
  readonly fields: Uint8Array
  /** Set by the library. */
  declare ondone: unknown
  declare ongracefulclosecomplete: unknown

  constructor(state: SharedState, type: number) {
    super(state.realm, 'HTTP2SESSION')
    this.#state = state
    this.fields = new Uint8Array(Field.length)
    this.#core = new SessionCore(state, this, type === SERVER, this.fields)
    const count = state.settings[SETTINGS_FLAGS + 1]!
    this.#core.customSettings = Array.from({ length: count }, (_, at) => state.settings[SETTINGS_FLAGS + 2 + 2 * at]!)
    state.settings[SETTINGS_FLAGS + 1] = 0
  }

  consume(socket: Any): void {
    this.#core.consume(socket)
  }

  receive(bytes: ArrayBufferView): void {
    this.#core.receive(bytesOf(bytes))
  }

  destroy(code: number, isSocketClosed: boolean): void {
    this.#core.close(code >>> 0, Boolean(isSocketClosed))
  }

  goaway(code: number, lastStreamId: number, data: unknown): void {
    const core = this.#core
    if (core.isDestroyed) return
    const debug = ArrayBuffer.isView(data) ? new Uint8Array(plainBytes(data)) : new Uint8Array(0)
    const last = (lastStreamId | 0) > 0 ? lastStreamId | 0 : core.connection.lastProcessedId
    core.scope(() => core.connection.outbound.goaway(last, code >>> 0, debug))
  }

  setGracefulClose(): void {
    this.#core.closesGracefully = true
  }

  hasPendingData(): boolean {
    return this.#core.hasPendingData
  }

  settings(callback: unknown): boolean {
    const entries = settingEntries(this.#state.settings)
    const isSent = this.#core.acknowledgments.settings(entries, callback)
    if (isSent) for (const [id, value] of entries) if (!SETTING_IDS.includes(id)) this.#core.localCustom.set(id, value)
    return isSent
  }

  ping(payload: ArrayBufferView | undefined, callback: unknown): boolean {
    return this.#core.acknowledgments.ping(payload && plainBytes(payload), callback)
  }

  request(headers: [string, number], options: number): unknown {
    const core = this.#core
    const hasBody = (options & StreamOption.emptyPayload) === 0
    return core.scope(() => {
      const id = submitRequest(core.connection, headersOf(headers), hasBody)
      return id < 0 ? id : core.addStream(id, REQUEST, options).handle
    })
  }

  altsvc(streamId: number, origin: string, value: string): void {
    this.#core.scope(() => this.#core.connection.outbound.altsvc(streamId | 0, origin, value))
  }

  origin(text: string): void {
    const origins = text.split('\0').slice(0, -1)
    this.#core.scope(() => this.#core.connection.outbound.origin(origins))
  }

  setNextStreamID(id: number): boolean {
    return this.#core.connection.setNextStreamId(id | 0)
  }

  setLocalWindowSize(size: number): number {
    this.#core.scope(() => this.#core.connection.resizeWindow(size))
    return 0
  }

  updateChunksSent(): number {
    ;(this as Any).chunksSentSinceLastWrite = this.#core.chunksSent
    return this.#core.chunksSent
  }

  refreshState(): void {
    const { connection, receiver } = this.#core
    const { window } = connection
    this.#state.sessionState.set([
      window.size,
      Math.max(0, window.used),
      connection.nextStreamId,
      window.size - window.used,
      connection.lastProcessedId,
      connection.sendWindow,
      connection.outbound.size,
      connection.encoder.tableSize,
      receiver.tableSize,
    ])
  }

  localSettings(): void {
    this.#show(this.#core.connection.local, this.#core.localCustom)
  }

  remoteSettings(): void {
    this.#show(this.#core.connection.remote, this.#core.remoteCustom)
  }

  #show(settings: Settings, custom: ReadonlyMap<number, number>): void {
    const into = this.#state.settings
    for (const [index, id] of SETTING_IDS.entries()) into[index] = settings.get(id)!
    const pairs: Http2SettingEntry[] = [...custom]
    into[SETTINGS_FLAGS + 1] = pairs.length
    into.set(pairs.flat(), SETTINGS_FLAGS + 2)
  }
}
