import { type Http2SettingEntry, MILLISECOND } from '#network'
import { AsyncWrap, makeCallback } from '../../async-wrap.ts'
import type { RealmContext } from '../../context.ts'
import type { Connection } from './protocol/index.ts'

/** What acknowledgments need of their session. */
export interface AcknowledgedSession {
  readonly state: { readonly realm: RealmContext }
  readonly connection: Connection
  readonly now: number
  readonly statistics: { pingTime: number }
  called: boolean
  scope<Result>(act: () => Result): Result
}

/** A PING or SETTINGS that the other side has not answered. */
class Awaited extends AsyncWrap {
  readonly callback: unknown
  readonly sentAt: number

  constructor(realm: RealmContext, provider: string, callback: unknown, sentAt: number) {
    super(realm, provider)
    this.callback = callback
    this.sentAt = sentAt
  }
}

/** PINGs and SETTINGS of a session until they are answered, up to a limit of each. */
export class Acknowledgments {
  readonly #session: AcknowledgedSession
  readonly #mostPings: number
  readonly #mostSettings: number
  #pings: Awaited[] = []
  readonly #settings: Awaited[] = []

  constructor(session: AcknowledgedSession, mostPings: number, mostSettings: number) {
    this.#session = session
    this.#mostPings = mostPings
    this.#mostSettings = mostSettings
  }

  #await(provider: string, callback: unknown): Awaited {
    return new Awaited(this.#session.state.realm, provider, callback, this.#session.now)
  }

  #done(awaited: Awaited, isAnswered: boolean, opaque?: Uint8Array): void {
    this.#session.called = true
    makeCallback(
      awaited,
      awaited.callback,
      isAnswered,
      (this.#session.now - awaited.sentAt) / MILLISECOND,
      this.#buffer(opaque),
    )
  }

  #buffer(bytes: Uint8Array | undefined): unknown {
    return bytes && this.#session.state.realm.require('buffer').Buffer.from(bytes)
  }

  /** Sends a PING; its payload is the time, if the program gives none. Returns false above the limit. */
  ping(payload: Uint8Array | undefined, callback: unknown): boolean {
    const ping = this.#await('HTTP2PING', callback)
    if (this.#pings.length >= this.#mostPings) {
      this.#done(ping, false)
      return false
    }
    this.#pings.push(ping)
    const opaque = new Uint8Array(8)
    if (payload) opaque.set(payload)
    else new DataView(opaque.buffer).setBigUint64(0, BigInt(Math.round(ping.sentAt)), true)
    this.#session.scope(() => this.#session.connection.outbound.ping(opaque))
    return true
  }

  /** Takes the answer of the oldest PING; returns false if none was sent. */
  pingAnswered(opaque: Uint8Array): boolean {
    const ping = this.#pings.shift()
    if (ping === undefined) return false
    this.#session.statistics.pingTime = this.#session.now - ping.sentAt
    this.#done(ping, true, opaque)
    return true
  }

  cancelPings(): void {
    const pings = this.#pings
    this.#pings = []
    for (const ping of pings) this.#session.state.realm.loop.defer(() => this.#done(ping, false))
  }

  /** Sends SETTINGS. Returns false above the limit. */
  settings(entries: readonly Http2SettingEntry[], callback: unknown): boolean {
    const settings = this.#await('HTTP2SETTINGS', callback)
    if (this.#settings.length >= this.#mostSettings) {
      this.#done(settings, false)
      return false
    }
    this.#settings.push(settings)
    this.#session.scope(() => this.#session.connection.submitSettings(entries))
    return true
  }

  settingsAnswered(): boolean {
    const settings = this.#settings.shift()
    if (settings === undefined) return false
    this.#done(settings, true)
    return true
  }
}
