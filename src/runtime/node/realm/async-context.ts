/** The current execution context: the stack of asynchronous ids that `async_hooks` reads, as node::AsyncHooks keeps it in C++. */
import type { Any } from './types.ts'

/** Node's callbacks for embedder events, given by `async_wrap.setupHooks`. */
export interface NativeHooks {
  init?(id: number, type: string, trigger: number, resource: object): void
  before?(id: number): void
  after?(id: number): void
  destroy?(id: number): void
  promise_resolve?(id: number): void
}

/** Contexts that fit at first; Node starts with 16 as well and grows. */
const STACK_DEPTH = 16

export class AsyncContext {
  readonly constants: Record<string, number>
  readonly hookFields = new Uint32Array(9)
  readonly idFields = new Float64Array(4)
  idStack = new Float64Array(2 * STACK_DEPTH)
  readonly resources: Any[] = []
  hooks: NativeHooks = {}
  readonly #k: {
    stackLength: number
    executionId: number
    triggerId: number
    counter: number
    defaultTrigger: number
    init: number
    before: number
    after: number
    destroy: number
  }

  constructor(constants: Record<string, number>) {
    this.constants = constants
    this.#k = {
      stackLength: constants.kStackLength!,
      executionId: constants.kExecutionAsyncId!,
      triggerId: constants.kTriggerAsyncId!,
      counter: constants.kAsyncIdCounter!,
      defaultTrigger: constants.kDefaultTriggerAsyncId!,
      init: constants.kInit!,
      before: constants.kBefore!,
      after: constants.kAfter!,
      destroy: constants.kDestroy!,
    }
    this.idFields[this.#k.counter] = 1
    this.idFields[this.#k.defaultTrigger] = -1
    this.hookFields[constants.kCheck!] = 1
  }

  push(id: number, trigger: number, resource: unknown): void {
    const { stackLength, executionId, triggerId } = this.#k
    const depth = this.hookFields[stackLength]!
    if (2 * depth >= this.idStack.length) {
      const grown = new Float64Array(4 * depth)
      grown.set(this.idStack)
      this.idStack = grown
    }
    this.idStack[2 * depth] = this.idFields[executionId]!
    this.idStack[2 * depth + 1] = this.idFields[triggerId]!
    this.resources[depth] = resource
    this.hookFields[stackLength] = depth + 1
    this.idFields[executionId] = id
    this.idFields[triggerId] = trigger
  }

  /** Returns whether something is left on the stack. */
  pop(): boolean {
    const { stackLength, executionId, triggerId } = this.#k
    if (this.hookFields[stackLength] === 0) return false
    const depth = this.hookFields[stackLength]! - 1
    this.idFields[executionId] = this.idStack[2 * depth]!
    this.idFields[triggerId] = this.idStack[2 * depth + 1]!
    if (this.resources.length > depth) this.resources.length = depth
    this.hookFields[stackLength] = depth
    return depth > 0
  }

  clear(): void {
    this.hookFields[this.#k.stackLength] = 0
    this.idFields[this.#k.executionId] = 0
    this.idFields[this.#k.triggerId] = 0
    this.resources.length = 0
  }

  newId(): number {
    const id = this.idFields[this.#k.counter]! + 1
    this.idFields[this.#k.counter] = id
    return id
  }

  /** Trigger id of the next resource: set explicitly, or the id of the running one. */
  trigger(): number {
    const trigger = this.idFields[this.#k.defaultTrigger]!
    return trigger >= 0 ? trigger : this.idFields[this.#k.executionId]!
  }

  emitInit(id: number, type: string, trigger: number, resource: object): void {
    if (this.hookFields[this.#k.init]! > 0) this.hooks.init?.(id, type, trigger, resource)
  }

  emitBefore(id: number): void {
    if (id !== 0 && this.hookFields[this.#k.before]! > 0) this.hooks.before?.(id)
  }

  emitAfter(id: number): void {
    if (id !== 0 && this.hookFields[this.#k.after]! > 0) this.hooks.after?.(id)
  }

  get destroyWanted(): boolean {
    return this.hookFields[this.#k.destroy]! > 0
  }
}
