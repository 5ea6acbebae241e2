import type { RealmContext } from '../../../context.ts'
import type { Any } from '../../../types.ts'
import { buffer, copyOfBytes } from '../bytes.ts'
import { digestOf, requireHash } from '../hash.ts'
import { Client, type Connection, encodeSession, readSession, Server, type Session } from './protocol/index.ts'
import { type ContextState, stateOf, ticketKeysOf } from './secure-context.ts'
import { servicesOf } from './services.ts'

/** Answers that a handshake needs from the program at once. */
export interface Answers {
  selectAlpn(protocols: Uint8Array): number | undefined
}

/** Everything that the library sets on a TLSWrap before its handshake, and the connection made from it. */
export class TlsSettings {
  readonly #realm: RealmContext
  readonly isServer: boolean
  /** The context whose certificates are used: a server may choose another by the client's server name. */
  context: ContextState
  serverName: string | null = null
  /** ALPN names, each with its length in front. */
  protocols: Uint8Array | null = null
  requestsCertificate = false
  rejectsUnauthorized = false
  logsKeys = false
  asksForSession = false
  asksForContext = false
  asksForProtocol = false
  /** The session that a client offers, then the newest that it got. */
  session: Session | null = null
  #reportsSessions = false

  constructor(realm: RealmContext, context: ContextState, isServer: boolean) {
    this.#realm = realm
    this.context = context
    this.isServer = isServer
  }

  connect(answers: Answers): Connection {
    const { suites, groups, schemes } = this.context
    const common = { suites, groups, schemes }
    const services = servicesOf(this.#realm)
    if (!this.isServer) {
      const alpn = split(this.protocols)
      const identities = this.context.identities()
      const { serverName, session } = this
      return new Client(services, { ...common, serverName, alpn, identities, session })
    }
    return new Server(services, { ...common, ...this.#serverOptions(answers) })
  }

  #serverOptions({ selectAlpn }: Answers) {
    const own = this.context
    return {
      prefersOwnSuites: own.prefersOwnSuites,
      requestsCertificate: this.requestsCertificate,
      requiresCertificate: this.requestsCertificate && this.rejectsUnauthorized,
      pausesAtHello: true,
      identities: () => this.context.identities(),
      selectAlpn: (offered: readonly Uint8Array[]) => this.#chooseProtocol(offered, selectAlpn),
      ticketKeys: () => ticketKeysOf(this.#realm, own),
      ticketCount: own.makesTickets ? 2 : 0,
      ticketLifetime: own.sessionTimeout,
      sessionContext: own.sessionContext,
    }
  }

  /** SelectALPNCallback: the server's order decides. */
  #chooseProtocol(offered: readonly Uint8Array[], ask: Answers['selectAlpn']): Uint8Array | null | undefined {
    if (this.asksForProtocol) {
      const list = joined(offered)
      const at = ask(list)
      return at === undefined ? undefined : list.slice(at + 1, at + 1 + list[at]!)
    }
    if (!this.protocols) return null
    const has = (name: Uint8Array) => offered.some((other) => String(other) === String(name))
    return split(this.protocols).find(has)
  }

  /** Takes the context that a program chose for the client's server name; returns false if it is none. */
  chooseContext(context: Any): boolean {
    if (context === undefined || context === null) return true
    const state = stateOf(context)
    if (state) this.context = state
    return state !== null
  }

  enableSessionCallbacks(): void {
    this.#reportsSessions = true
    this.asksForSession = this.isServer
  }

  onSession(session: Session, report: (id: unknown, session: unknown) => void): void {
    if (!this.isServer) this.session = session
    if (!this.#reportsSessions) return
    const id = digestOf(this.#realm, requireHash('sha256'), session.ticket)
    report(buffer(this.#realm, copyOfBytes(id)), buffer(this.#realm, encodeSession(session)))
  }

  offer(bytes: Uint8Array): void {
    this.session = readSession(bytes) ?? this.session
  }
}

function split(protocols: Uint8Array | null): Uint8Array[] {
  const names: Uint8Array[] = []
  for (let at = 0; protocols && at < protocols.length; at += 1 + protocols[at]!)
    names.push(protocols.slice(at + 1, at + 1 + protocols[at]!))
  return names
}

const joined = (names: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(names.flatMap((name) => [name.length, ...name]))
