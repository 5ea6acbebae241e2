/**
 * Module records (ECMA-262 16.2.1), which the linker connects and the evaluator runs. A source module is a file with ESM
 * syntax; a synthetic one (builtin, CommonJS, JSON) has names and values, and no imports.
 */

import type { ModuleNamespace } from './process-services.ts'
import type { CompiledEsModule } from './types.ts'

/** A binding that an export name resolves to; `name` null is the module's namespace object. */
export interface ResolvedBinding {
  readonly module: ModuleRecord
  readonly name: string | null
}

export type ModuleRecord = SourceModule | SyntheticModule

export class SyntheticModule {
  readonly kind: 'builtin' | 'commonjs' | 'json'
  readonly url: string
  readonly exportNames: readonly string[]
  namespace: ModuleNamespace | null = null
  readonly #evaluate: () => Record<string, unknown>
  #values: Record<string, unknown> | null = null
  #failure: { readonly error: unknown } | null = null

  /** `evaluate` returns the values; it is called once, when the module is evaluated. */
  constructor(
    kind: SyntheticModule['kind'],
    url: string,
    exportNames: readonly string[],
    evaluate: () => Record<string, unknown>,
  ) {
    this.kind = kind
    this.url = url
    this.exportNames = exportNames
    this.#evaluate = evaluate
  }

  /** Whether it has never been evaluated. */
  get isFresh(): boolean {
    return this.#values === null && this.#failure === null
  }

  evaluate(): void {
    if (this.#failure) throw this.#failure.error
    try {
      this.#values ??= this.#evaluate()
    } catch (error) {
      this.#failure = { error }
      throw error
    }
  }

  /** Returns whether an export's value is loaded on first use. */
  isLazy(name: string): boolean {
    return this.#values !== null && Object.getOwnPropertyDescriptor(this.#values, name)?.get !== undefined
  }

  /** Undefined before the module has run. */
  value(name: string): unknown {
    return this.#values?.[name]
  }
}

export type Status = 'new' | 'loaded' | 'linking' | 'linked' | 'evaluating' | 'evaluating-async' | 'evaluated'

/** The two-step generator that a module's code is (`es-module-code.ts`). */
export type ModuleBody = Generator<undefined, void, object> | AsyncGenerator<undefined, void, object>

export class SourceModule {
  readonly kind = 'source'
  readonly url: string
  readonly compiled: CompiledEsModule
  namespace: ModuleNamespace | null = null
  status: Status = 'new'
  /** The records of `compiled.requests`, in their order. */
  requested: ModuleRecord[] = []
  /** Error in finding or compiling a dependency of this module; every further request throws it again. */
  loadFailure: { readonly error: unknown } | null = null

  /** Whether it is part of an import cycle; known once linked. */
  cyclic = false
  /** Export name → reader of the module's own binding; made by the body's first step. */
  getters: Readonly<Record<string, () => unknown>> = {}
  body: ModuleBody | null = null
  /** An async body's first step; the second may follow once it has settled. */
  entered: Promise<unknown> | null = null
  /** Returns which of `compiled.topLevelAwaits` was reached last. */
  awaiting: () => number | undefined = () => undefined
  /** Values of the `late` imports, read when the second step begins. */
  lateValues: () => object = () => ({})

  /** ECMA-262 16.2.1.6, Cyclic Module Records: fields of the algorithms in `linker.ts` and `evaluator.ts`. */
  dfsIndex = -1
  dfsAncestorIndex = -1
  cycleRoot: SourceModule | null = null
  asyncOrder: number | null = null
  asyncDone = false
  pendingAsyncDependencies = 0
  readonly asyncParents: SourceModule[] = []
  evaluationFailure: { readonly error: unknown } | null = null
  completion: Completion | null = null

  constructor(url: string, compiled: CompiledEsModule) {
    this.url = url
    this.compiled = compiled
  }

  /** Whether it has not been linked yet. */
  get isFresh(): boolean {
    return this.status === 'new' || this.status === 'loaded'
  }
}

/** The promise of a whole graph's evaluation. */
export interface Completion {
  readonly promise: Promise<void>
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}
