/**
 * Runs linked modules: each once, after its dependencies, including cycles and top-level await. The algorithms and their names
 * are those of ECMA-262 16.2.1.6.1.3 (Evaluate, InnerModuleEvaluation, ExecuteAsyncModule, …).
 */
import type { Completion, SourceModule } from './module-record.ts'
import type { RealmGlobals } from './types.ts'

interface Traversal {
  readonly stack: SourceModule[]
  index: number
}

export class Evaluator {
  readonly #globals: RealmGlobals
  /** Called when a module's body has ended without an error. */
  readonly #onEvaluated: (module: SourceModule) => void
  /** The realm's own `then`, before a program can replace it. */
  readonly #then: PromiseConstructor['prototype']['then']
  #nextAsyncOrder = 0

  constructor(globals: RealmGlobals, onEvaluated: (module: SourceModule) => void) {
    this.#globals = globals
    this.#onEvaluated = onEvaluated
    this.#then = globals.Promise.prototype.then
  }

  /**
   * Runs a linked module and its dependencies; one that has run is not run again. Returns null when all have run, as they have without
   * top-level await. Throws a module's exception.
   */
  evaluate(root: SourceModule): Promise<void> | null {
    const module = root.status === 'evaluating-async' || root.status === 'evaluated' ? (root.cycleRoot ?? root) : root
    const traversal: Traversal = { stack: [], index: 0 }
    try {
      this.#innerEvaluation(module, traversal)
    } catch (error) {
      for (const member of traversal.stack) this.#fail(member, error)
      throw error
    }
    if (module.status === 'evaluated') return null
    module.completion ??= this.#newCompletion()
    return module.completion.promise
  }

  #newCompletion(): Completion {
    const { promise, resolve, reject } = this.#globals.Promise.withResolvers<void>()
    // The caller of the evaluation handles the failure; the promise itself must not be reported as unhandled.
    this.#then.call(promise, undefined, () => {})
    return { promise, resolve, reject }
  }

  #innerEvaluation(module: SourceModule, traversal: Traversal): void {
    if (module.status === 'evaluating-async' || module.status === 'evaluated') {
      if (module.evaluationFailure) throw module.evaluationFailure.error
      return
    }
    if (module.status === 'evaluating') return
    module.status = 'evaluating'
    module.dfsIndex = module.dfsAncestorIndex = traversal.index++
    module.pendingAsyncDependencies = 0
    traversal.stack.push(module)
    for (const required of module.requested) {
      if (required.kind !== 'source') required.evaluate()
      else this.#evaluateRequired(module, required, traversal)
    }
    if (module.pendingAsyncDependencies > 0 || module.compiled.async) {
      module.asyncOrder = this.#nextAsyncOrder++
      if (module.pendingAsyncDependencies === 0) this.#executeAsync(module)
    } else this.#execute(module)
    if (module.dfsAncestorIndex === module.dfsIndex) this.#closeComponent(module, traversal)
  }

  #evaluateRequired(module: SourceModule, required: SourceModule, traversal: Traversal): void {
    this.#innerEvaluation(required, traversal)
    let dependency = required
    if (required.status === 'evaluating') {
      module.dfsAncestorIndex = Math.min(module.dfsAncestorIndex, required.dfsAncestorIndex)
    } else {
      dependency = required.cycleRoot!
      if (dependency.evaluationFailure) throw dependency.evaluationFailure.error
    }
    if (dependency.asyncOrder !== null && !dependency.asyncDone) {
      module.pendingAsyncDependencies++
      dependency.asyncParents.push(module)
    }
  }

  #closeComponent(root: SourceModule, traversal: Traversal): void {
    for (;;) {
      const member = traversal.stack.pop()!
      member.cycleRoot = root
      if (member.asyncOrder === null) this.#succeed(member)
      else member.status = 'evaluating-async'
      if (member === root) return
    }
  }

  #execute(module: SourceModule): void {
    module.body!.next(module.lateValues())
  }

  #executeAsync(module: SourceModule): void {
    let ended: Promise<unknown>
    try {
      ended = module.body!.next(module.lateValues()) as Promise<unknown>
    } catch (error) {
      ended = this.#globals.Promise.reject(error)
    }
    this.#then.call(
      ended,
      () => this.#executionFulfilled(module),
      (error: unknown) => this.#executionRejected(module, error),
    )
  }

  #executionFulfilled(module: SourceModule): void {
    if (module.status === 'evaluated') return
    this.#succeed(module)
    const available: SourceModule[] = []
    gatherAvailableAncestors(module, available)
    for (const ancestor of available.sort((a, b) => a.asyncOrder! - b.asyncOrder!)) {
      if (ancestor.status === 'evaluated') continue
      if (ancestor.compiled.async) this.#executeAsync(ancestor)
      else this.#executeAfterDependencies(ancestor)
    }
  }

  #executeAfterDependencies(module: SourceModule): void {
    try {
      this.#execute(module)
    } catch (error) {
      this.#executionRejected(module, error)
      return
    }
    this.#succeed(module)
  }

  #executionRejected(module: SourceModule, error: unknown): void {
    if (module.status === 'evaluated') return
    this.#fail(module, error)
    for (const parent of module.asyncParents) this.#executionRejected(parent, error)
    module.completion?.reject(error)
  }

  #succeed(module: SourceModule): void {
    module.status = 'evaluated'
    this.#onEvaluated(module)
    if (module.asyncOrder === null) return
    module.asyncDone = true
    module.completion?.resolve()
  }

  #fail(module: SourceModule, error: unknown): void {
    module.status = 'evaluated'
    module.evaluationFailure = { error }
    module.asyncDone = true
    module.cycleRoot ??= module
  }
}

/** Collects the parents that only waited for this module, and their parents, unless they have an await of their own. */
function gatherAvailableAncestors(module: SourceModule, available: SourceModule[]): void {
  for (const parent of module.asyncParents) {
    if (available.includes(parent) || parent.cycleRoot?.evaluationFailure) continue
    if (--parent.pendingAsyncDependencies > 0) continue
    available.push(parent)
    if (!parent.compiled.async) gatherAvailableAncestors(parent, available)
  }
}
