import { AsyncWrap, completeRequest, realmOf } from '../async-wrap.ts'
import type { RealmContext } from '../context.ts'
import type { Any } from '../types.ts'

/** State that a handle's classes share and a program must not see. */
export class HandleState {
  readonly #handle: Handle
  readonly #realm: RealmContext
  #referenced = true
  #active = false
  #phase: 'open' | 'closing' | 'closed' = 'open'
  /** Releases what the handle holds; called once, when it is closed. */
  release: () => void = () => {}

  constructor(handle: Handle, realm: RealmContext) {
    this.#handle = handle
    this.#realm = realm
    realm.active.handles.add(this)
  }

  get wrap(): AsyncWrap {
    return this.#handle
  }

  /** HandleWrap::HasRef: a handle counts until its close callback. */
  get listed(): boolean {
    return this.#referenced
  }

  get isClosing(): boolean {
    return this.#phase !== 'open'
  }

  /** Whether it waits for something and so keeps the process alive, unless it is unreferenced. */
  set active(active: boolean) {
    if (this.#active === active) return
    this.#active = active
    this.#update()
  }

  get referenced(): boolean {
    return this.#referenced && !this.isClosing
  }

  set referenced(referenced: boolean) {
    this.#referenced = referenced
    this.#update()
  }

  #update(): void {
    this.#realm.loop.reference(this.#handle, this.#active && this.#referenced && !this.isClosing)
  }

  /** uv_close: releases the descriptor at once and calls `callback` in the closing phase of the loop. */
  close(callback: unknown): void {
    if (this.isClosing) return
    this.#phase = 'closing'
    this.release()
    this.#update()
    const name = this.#realm.symbols.handle_onclose!
    const handle = this.#handle as Any
    if (typeof callback === 'function') handle[name] = callback
    this.#realm.loop.deferClose(() => {
      this.#phase = 'closed'
      this.#realm.active.handles.delete(this)
      completeRequest(handle, handle[name])
    })
  }
}

/** Not a method: see `realmOf`. */
export let handleState: (handle: Handle) => HandleState

/** node::HandleWrap. */
export class Handle extends AsyncWrap {
  readonly #state: HandleState

  static {
    handleState = (handle) => handle.#state
  }

  constructor(realm: RealmContext, provider: string) {
    super(realm, provider)
    this.#state = new HandleState(this, realmOf(this))
  }

  ref(): void {
    this.#state.referenced = true
  }

  unref(): void {
    this.#state.referenced = false
  }

  hasRef(): boolean {
    return this.#state.referenced
  }

  close(callback?: unknown): void {
    this.#state.close(callback)
  }
}
