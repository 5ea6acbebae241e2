/**
 * Linking: checks every import, finds import cycles, and creates each module's scope with its imports connected
 * (ECMA-262 Link and InitializeEnvironment).
 */
import { exportedNames, resolveExport } from './export-resolution.ts'
import type { ModuleBody, ModuleRecord, ResolvedBinding, SourceModule } from './module-record.ts'
import { createNamespace, settleNamespace } from './namespace.ts'
import { NODE_FRAME } from './node-frames.ts'
import { lineOf } from './position-map.ts'
import type { ModuleNamespace } from './process-services.ts'
import { excerpt } from './source-excerpt.ts'
import type { BindingKind, FunctionSource, ImportEntry, Position, RealmGlobals } from './types.ts'
import { fileUrl } from './urls.ts'

/** Values that the loader passes to a module's code besides its imports. */
export interface LinkerHost {
  readonly globals: RealmGlobals
  compileFunction(source: FunctionSource, file: string): (...parameters: unknown[]) => unknown
  dynamicImport(module: SourceModule): (specifier: unknown, options?: unknown) => Promise<ModuleNamespace>
  importMeta(module: SourceModule): object
}

type BodyFunction = (...parameters: unknown[]) => ModuleBody

export class Linker {
  readonly #host: LinkerHost

  constructor(host: LinkerHost) {
    this.#host = host
  }

  /** Links a loaded module and its dependencies. Throws a SyntaxError for an import that nothing exports; may then be called again. */
  link(root: SourceModule): void {
    if (root.status !== 'loaded') return
    const linked: SourceModule[] = []
    try {
      this.#visit(root, [], linked)
      for (const module of linked) this.#checkImports(module)
      for (const module of linked) this.#instantiate(module)
    } catch (error) {
      for (const module of linked) module.status = 'loaded'
      throw error
    }
  }

  /** Tarjan's algorithm: `linked` gets the modules in post-order, `cyclic` those of a component with a cycle. */
  #visit(module: SourceModule, stack: SourceModule[], linked: SourceModule[]): void {
    module.status = 'linking'
    module.dfsIndex = module.dfsAncestorIndex = linked.length
    linked.push(module)
    stack.push(module)
    for (const required of module.requested) {
      if (required.kind !== 'source') continue
      if (required.status === 'loaded') this.#visit(required, stack, linked)
      if (stack.includes(required))
        module.dfsAncestorIndex = Math.min(module.dfsAncestorIndex, required.dfsAncestorIndex)
    }
    if (module.dfsAncestorIndex !== module.dfsIndex) return
    const component = stack.splice(stack.indexOf(module))
    for (const member of component) {
      member.cyclic = component.length > 1 || member.requested.includes(member)
      member.status = 'linked'
    }
  }

  #checkImports(module: SourceModule): void {
    for (const entry of module.compiled.exports) {
      if (entry.kind === 'indirect' && entry.imported !== null) {
        this.#resolve(module, entry.request, entry.imported, entry.position)
      }
    }
    for (const entry of module.compiled.imports) {
      if (entry.imported !== null) this.#resolve(module, entry.request, entry.imported, entry.position)
    }
  }

  #resolve(module: SourceModule, request: number, name: string, position: Position): ResolvedBinding {
    const target = module.requested[request]!
    const resolution = resolveExport(target, name)
    if (typeof resolution === 'object') return resolution
    const { specifier } = module.compiled.requests[request]!
    const message =
      resolution === 'ambiguous'
        ? `The requested module '${specifier}' contains conflicting star exports for name '${name}'`
        : target.kind === 'commonjs'
          ? notFoundInCommonJs(module, request, name, position)
          : `The requested module '${specifier}' does not provide an export named '${name}'`
    throw this.#syntaxError(module, message, name, position)
  }

  #syntaxError(module: SourceModule, message: string, name: string, { line, column }: Position): SyntaxError {
    const { filename, source } = module.compiled
    const sourceLine = lineOf(source, line)
    const carets = sourceLine.startsWith(name, column - 1) ? name.length : wordLength(sourceLine, column)
    const error = new this.#host.globals.SyntaxError(message)
    error.stack = `${excerpt(fileUrl(filename), line, sourceLine, column, carets)}\nSyntaxError: ${message}\n${NODE_FRAME.link}`
    return error
  }

  #binding(module: SourceModule, entry: ImportEntry): ResolvedBinding {
    if (entry.imported === null) return { module: module.requested[entry.request]!, name: null }
    return resolveExport(module.requested[entry.request]!, entry.imported) as ResolvedBinding
  }

  #instantiate(module: SourceModule): void {
    const bindings = new Map(module.compiled.imports.map((entry) => [entry.local, this.#binding(module, entry)]))
    const kinds = new Map([...bindings].map(([local, binding]) => [local, bindingKind(module, binding)]))
    const source = module.compiled.generate((local) => kinds.get(local)!)
    const body = this.#host.compileFunction(source, module.compiled.stackName)() as BodyFunction
    const parameters = [...bindings]
      .filter(([local]) => kinds.get(local) !== 'late')
      .map(([local, binding]) =>
        kinds.get(local) === 'fixed' ? this.#fixedValue(binding) : this.#liveGetter(local, binding),
      )
    const late = [...bindings].filter(([local]) => kinds.get(local) === 'late')
    module.lateValues = () => Object.fromEntries(late.map(([local, binding]) => [local, this.getter(binding)()]))
    const registerExports = (accessors: object, nameless: object | null, awaiting: () => number | undefined) => {
      module.getters = gettersOf(accessors)
      module.awaiting = awaiting
      if (nameless) Object.defineProperty(nameless, 'name', { value: 'default', configurable: true })
    }
    const { dynamicImport, importMeta } = this.#host
    module.body = body(
      registerExports,
      dynamicImport(module),
      importMeta(module),
      this.#constant,
      undefined,
      ...parameters,
    )
    const entered: unknown = module.body.next({})
    module.entered = module.compiled.async ? (entered as Promise<unknown>) : null
  }

  /** Makes assigning to an import (`__constant.value = …`) fail as assigning to a constant does. */
  get #constant(): object {
    const { globals } = this.#host
    return {
      get value() {
        return undefined
      },
      set value(_) {
        throw new globals.TypeError('Assignment to constant variable.')
      },
    }
  }

  #fixedValue(binding: ResolvedBinding): unknown {
    if (binding.module.kind === 'builtin') binding.module.evaluate()
    return this.getter(binding)()
  }

  /** Returns a reader of a binding whose module may not have run yet; its error uses the importer's name. */
  #liveGetter(local: string, binding: ResolvedBinding): () => unknown {
    const { globals } = this.#host
    let read: (() => unknown) | null = null
    return () => {
      read ??= this.getter(binding)
      try {
        return read()
      } catch (error) {
        throw error instanceof globals.ReferenceError ? renameBinding(error, local) : error
      }
    }
  }

  getter({ module, name }: ResolvedBinding): () => unknown {
    if (name === null) return () => this.namespaceOf(module)
    if (module.kind === 'source') return module.getters[name]!
    return () => module.value(name)
  }

  /** Returns the one namespace object of a linked module. */
  namespaceOf(module: ModuleRecord): ModuleNamespace {
    if (!module.namespace) {
      const bindings = new Map<string, ResolvedBinding>()
      for (const name of exportedNames(module)) {
        const resolution = resolveExport(module, name)
        if (typeof resolution === 'object') bindings.set(name, resolution)
      }
      const { globals } = this.#host
      // A cycle may ask for the object before the module's first step has made its getters: look them up at each use.
      module.namespace = createNamespace(
        globals,
        [...bindings.keys()],
        (name) => () => this.getter(bindings.get(name)!)(),
      )
      this.settle(module)
    }
    return module.namespace
  }

  /** Makes a namespace's constants plain values as soon as every module that they come from has run. */
  settle(module: ModuleRecord): void {
    const { namespace } = module
    if (!namespace || (module.kind === 'source' && (module.status !== 'evaluated' || module.evaluationFailure))) return
    if (module.kind === 'commonjs' && module.value('module.exports') === undefined) return
    settleNamespace(namespace, (name) => {
      const binding = resolveExport(module, name)
      return typeof binding === 'object' && isConstant(binding) && hasRun(binding.module)
    })
  }
}

function hasRun(module: ModuleRecord): boolean {
  return module.kind !== 'source' || (module.status === 'evaluated' && !module.evaluationFailure)
}

function bindingKind(importer: SourceModule, binding: ResolvedBinding): BindingKind {
  if (binding.name === null || binding.module.kind === 'builtin') return 'fixed'
  // A module outside of all cycles is only entered after its imports have run, so their values can be passed then.
  return !importer.cyclic && isConstant(binding) ? 'late' : 'live'
}

/** Returns whether no statement of its module can change the binding once the module has run. */
function isConstant({ module, name }: ResolvedBinding): boolean {
  if (name === null) return true
  if (module.kind !== 'source') return !module.isLazy(name)
  const entry = module.compiled.exports.find((candidate) => candidate.exported === name)
  return entry?.kind === 'local' && entry.constant
}

function gettersOf(accessors: object): Record<string, () => unknown> {
  const getters = Object.create(null) as Record<string, () => unknown>
  for (const [name, { get }] of Object.entries(Object.getOwnPropertyDescriptors(accessors))) getters[name] = get!
  return getters
}

function wordLength(line: string, column: number): number {
  return /^[\w$]+/.exec(line.slice(column - 1))?.[0].length ?? 1
}

/** Makes "Cannot access 'theirName' before initialization" use the importer's name for the binding. */
function renameBinding(error: ReferenceError, local: string): ReferenceError {
  const { message, stack } = error
  error.message = `Cannot access '${local}' before initialization`
  if (stack !== undefined) error.stack = stack.replace(message, error.message)
  return error
}

/** Returns Node's advice for a CommonJS export that its lexer did not find. */
function notFoundInCommonJs(module: SourceModule, request: number, name: string, position: Position): string {
  const { specifier } = module.compiled.requests[request]!
  const names = /\{.*\}/.exec(lineOf(module.compiled.source, position.line))?.[0].replace(/\s+as\s+/g, ': ')
  const advice = names ? `const ${names} = pkg;\n` : ''
  return (
    `Named export '${name}' not found. The requested module '${specifier}' is a CommonJS module, which may not support all ` +
    'module.exports as named exports.\nCommonJS modules can always be imported via the default export, for example using:\n\n' +
    `import pkg from '${specifier}';\n${advice}`
  )
}
