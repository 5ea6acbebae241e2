/**
 * An ECMAScript module as a two-step generator function.
 *
 *     return function*(__exports, __import, __meta, __constant, __awaiting, …fixed and live imports) {
 *       "use strict"; __exports({ get "a"() { return a } }); const { …late imports } = yield; …the module's own text…
 *
 * The first step (`next()`, when the module graph is linked) creates the module's scope: functions are hoisted and the getters
 * read its bindings, so cycles see functions and the temporal dead zone as they should. The second step runs the text. A
 * module with top-level await is an async generator.
 *
 * Everything is inserted on the line where it is needed, so lines never move.
 */
import type { AnyNode, ExportDefaultDeclaration, ExportNamedDeclaration, ImportDeclaration, Program } from 'acorn'
import { lineEndsOf, type TextEdit } from '../position-map.ts'
import type { BindingKind, ExportEntry, ImportEntry, ModuleRequest, Position } from '../types.ts'
import { hoistedVariables, patternNames } from './declared-names.ts'
import type { FrameEdits } from './frame-code.ts'
import { analyseScopes, type Reference, type ScopeAnalysis } from './scope-analysis.ts'

/** White space and comments. */
const TRIVIA = String.raw`(?:\s|\/\/[^\n\r\u2028\u2029]*|\/\*[^]*?\*\/)*`
const DEFAULT_KEYWORDS = new RegExp(`export${TRIVIA}default`, 'y')
const FUNCTION_KEYWORDS = new RegExp(`(?:async${TRIVIA})?function(?:${TRIVIA}\\*)?`, 'y')

/** Names of the generated code's own variables, different from all names of the program. */
interface OwnNames {
  readonly exports: string
  readonly import: string
  readonly meta: string
  readonly constant: string
  readonly default: string
  readonly awaiting: string
}

export class EsModuleCode {
  readonly requests: ModuleRequest[] = []
  readonly imports: ImportEntry[] = []
  readonly exports: ExportEntry[] = []
  readonly starRequests: number[] = []
  readonly async: boolean
  readonly topLevelAwaits: readonly Position[]
  readonly #source: string
  readonly #positionAt: (offset: number) => Position
  readonly #names: OwnNames
  readonly #edits: TextEdit[] = []
  readonly #scopes: ScopeAnalysis
  /** Exported name → local name, until it is known which are imports and which are assigned to. */
  readonly #localExports: { exported: string; local: string; position: Position }[] = []
  #hasNamelessDefaultFunction = false

  readonly #variables: ReadonlySet<string>

  /** Replacement for `await`, if any. */
  readonly #frames: FrameEdits | null

  constructor(
    source: string,
    program: Program,
    positionAt: (offset: number) => Position,
    frames: FrameEdits | null = null,
  ) {
    this.#frames = frames
    this.#source = source
    this.#positionAt = positionAt
    this.#names = ownNames(source)
    this.#variables = new Set(hoistedVariables(program.body))
    for (const node of program.body) if (node.type === 'ImportDeclaration') this.#importDeclaration(node)
    for (const node of program.body) this.#topLevel(node)
    const watched = new Set([
      ...this.imports.map((entry) => entry.local),
      ...this.#localExports.map((entry) => entry.local),
    ])
    this.#scopes = analyseScopes(program, watched)
    this.topLevelAwaits = this.#scopes.topLevelAwaits.map(({ start }) => positionAt(start))
    this.async = this.topLevelAwaits.length > 0
    this.#settleExports()
    this.#editSpecialForms()
  }

  /** Returns the edits that make the text a generator function, and its suffix. */
  generate(bindingKind: (local: string) => BindingKind): { edits: TextEdit[]; suffix: string } {
    const locals = this.imports.map((entry) => entry.local)
    const kinds = new Map(locals.map((local) => [local, bindingKind(local)]))
    const late = locals.filter((local) => kinds.get(local) === 'late')
    const { exports, import: importName, meta, constant, awaiting } = this.#names
    const parameters = [
      exports,
      importName,
      meta,
      constant,
      awaiting,
      ...locals.filter((local) => kinds.get(local) !== 'late'),
    ]
    const getters = this.exports
      .filter((entry) => entry.kind === 'local')
      .map((entry) => `get ${JSON.stringify(entry.exported)}(){return ${entry.local}}`)
    const nameless = this.#hasNamelessDefaultFunction ? this.#names.default : 'null'
    const prefix =
      `return ${this.async ? 'async ' : ''}function*(${parameters.join()}){"use strict";` +
      `${exports}({${getters.join()}},${nameless},()=>${awaiting});${late.length > 0 ? `const{${late.join()}}=` : ''}yield;`
    const uses = this.#scopes.references.flatMap((reference) => this.#useEdit(reference, kinds.get(reference.name)))
    return {
      edits: [
        { start: 0, end: 0, replacement: prefix },
        ...(this.#frames?.before ?? []),
        ...uses,
        ...this.#awaitEdits(),
        ...this.#edits,
        ...(this.#frames?.after ?? []),
      ],
      suffix: '\n}',
    }
  }

  /** Makes `await x` record which await it is, for Node's warning about one that never settles. */
  #awaitEdits(): TextEdit[] {
    return this.#scopes.topLevelAwaits.flatMap(({ argument }, index) => {
      if (!argument) return []
      const { start, end } = argument
      const noted = `(${this.#names.awaiting}=${index},`
      return [
        { start, end: start, replacement: noted },
        { start: end, end, replacement: ')' },
      ]
    })
  }

  #useEdit(reference: Reference, kind: BindingKind | undefined): TextEdit[] {
    const { name, start, end, shorthand, assigned, newCallee } = reference
    // A module's scope has no `arguments` (ECMA-262 16.2.1.7): the wrapper's must not show through.
    if (!kind && name === 'arguments') return [substitute(reference, 'globalThis.arguments')]
    if (!kind || kind === 'late') return []
    if (assigned) return [substitute(reference, `${this.#names.constant}.value`)]
    if (kind === 'fixed') return []
    if (shorthand) return [{ start: end, end, replacement: `:${name}()` }]
    // V8 would report a call at its parenthesis, but learners expect the name's place.
    const claimsNext = this.#source[end] === '('
    return [{ start, end, replacement: newCallee ? `(${name}())` : `${name}()`, claimsNext }]
  }

  #request(source: { value: unknown; start: number }, attributes: readonly AnyNode[]): number {
    const specifier = String(source.value)
    const given: Record<string, string> = {}
    for (const attribute of attributes) {
      if (attribute.type !== 'ImportAttribute') continue
      const { key } = attribute
      given[key.type === 'Identifier' ? key.name : String(key.value)] = String(attribute.value.value)
    }
    const known = this.requests.findIndex(
      (request) => request.specifier === specifier && request.attributes.type === given.type,
    )
    if (known >= 0) return known
    return this.requests.push({ specifier, attributes: given, position: this.#positionAt(source.start) }) - 1
  }

  #importDeclaration(node: ImportDeclaration): void {
    const request = this.#request(node.source as { value: unknown; start: number }, node.attributes)
    for (const specifier of node.specifiers) {
      const imported =
        specifier.type === 'ImportNamespaceSpecifier'
          ? null
          : specifier.type === 'ImportDefaultSpecifier'
            ? 'default'
            : nameOf(specifier.imported)
      const position = this.#positionAt(specifier.start)
      this.imports.push({ request, imported, local: specifier.local.name, position })
    }
    this.#blank(node.start, node.end)
  }

  #topLevel(node: AnyNode): void {
    if (node.type === 'ExportNamedDeclaration') this.#exportNamed(node)
    else if (node.type === 'ExportDefaultDeclaration') this.#exportDefault(node)
    else if (node.type === 'ExportAllDeclaration') {
      const request = this.#request(node.source as { value: unknown; start: number }, node.attributes)
      const position = this.#positionAt(node.start)
      if (node.exported) {
        this.exports.push({ kind: 'indirect', exported: nameOf(node.exported), request, imported: null, position })
      } else this.starRequests.push(request)
      this.#blank(node.start, node.end)
    }
  }

  #exportNamed(node: ExportNamedDeclaration): void {
    const { declaration } = node
    const position = this.#positionAt(node.start)
    if (declaration) {
      const names =
        declaration.type === 'VariableDeclaration'
          ? declaration.declarations.flatMap((declarator) => patternNames(declarator.id))
          : [declaration.id.name]
      for (const name of names) this.#localExports.push({ exported: name, local: name, position })
      this.#replace(node.start, declaration.start, '')
      return
    }
    const request = node.source
      ? this.#request(node.source as { value: unknown; start: number }, node.attributes)
      : null
    for (const specifier of node.specifiers) {
      const exported = nameOf(specifier.exported)
      const imported = nameOf(specifier.local)
      const at = this.#positionAt(specifier.start)
      if (request !== null) this.exports.push({ kind: 'indirect', exported, request, imported, position: at })
      else this.#localExports.push({ exported, local: imported, position: at })
    }
    this.#blank(node.start, node.end)
  }

  #exportDefault(node: ExportDefaultDeclaration): void {
    const { declaration } = node
    const position = this.#positionAt(node.start)
    const isDeclaration = declaration.type === 'FunctionDeclaration' || declaration.type === 'ClassDeclaration'
    const local = isDeclaration && declaration.id ? declaration.id.name : this.#names.default
    this.#localExports.push({ exported: 'default', local, position })
    if (isDeclaration && declaration.id) {
      this.#replace(node.start, declaration.start, '')
      return
    }
    if (declaration.type === 'FunctionDeclaration') {
      this.#hasNamelessDefaultFunction = true
      this.#replace(node.start, declaration.start, '')
      const nameAt = endOf(FUNCTION_KEYWORDS, this.#source, declaration.start)
      this.#edits.push({ start: nameAt, end: nameAt, replacement: ` ${this.#names.default}` })
      return
    }
    // An anonymous function or class is named "default" (ECMA-262 16.2.3.7), as it is under a key of that name.
    this.#replace(node.start, endOf(DEFAULT_KEYWORDS, this.#source, node.start), `const{default:${local}}={default:`)
    const end = this.#source[node.end - 1] === ';' ? node.end - 1 : node.end
    this.#edits.push({ start: end, end, replacement: '};' })
  }

  /** Settles `export { a }`: an import is re-exported; for an own binding it matters whether anything assigns to it. */
  #settleExports(): void {
    const imports = new Map(this.imports.map((entry) => [entry.local, entry]))
    const assigned = new Set(this.#scopes.references.filter((use) => use.assigned).map((use) => use.name))
    for (const { exported, local, position } of this.#localExports) {
      const imported = imports.get(local)
      if (imported) {
        this.exports.push({
          kind: 'indirect',
          exported,
          request: imported.request,
          imported: imported.imported,
          position,
        })
      } else {
        const constant = !this.#variables.has(local) && !assigned.has(local) && !this.#scopes.hasDirectEval
        this.exports.push({ kind: 'local', exported, local, constant })
      }
    }
  }

  #editSpecialForms(): void {
    const { import: importName, meta } = this.#names
    for (const start of this.#scopes.dynamicImports) {
      this.#edits.push({ start, end: start + 'import'.length, replacement: importName })
    }
    for (const [start, end] of this.#scopes.importMetas) this.#replace(start, end, meta)
    if (this.#source.startsWith('#!')) this.#edits.push({ start: 0, end: 2, replacement: '//' })
  }

  /** Removes a whole statement; the semicolon separates the statements around it. */
  #blank(start: number, end: number): void {
    this.#replace(start, end, ';')
  }

  #replace(start: number, end: number, replacement: string): void {
    this.#edits.push({ start, end, replacement: replacement + lineEndsOf(this.#source.slice(start, end)) })
  }
}

/** Replaces a name by an expression; in `{ name }` the name stays as the key. */
function substitute({ start, end, shorthand }: Reference, expression: string): TextEdit {
  return shorthand ? { start: end, end, replacement: `:${expression}` } : { start, end, replacement: expression }
}

function nameOf(node: { type: string; name?: string; value?: unknown }): string {
  return node.type === 'Identifier' ? node.name! : String(node.value)
}

function endOf(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start
  if (!pattern.test(text)) throw new Error(`No keyword where one was parsed, at ${start}`)
  return pattern.lastIndex
}

function ownNames(source: string): OwnNames {
  let suffix = ''
  while (new RegExp(`__(?:exports|import|meta|constant|default|awaiting)${suffix}\\b`).test(source)) suffix += '_'
  const name = (base: string) => `__${base}${suffix}`
  return {
    exports: name('exports'),
    import: name('import'),
    meta: name('meta'),
    constant: name('constant'),
    default: name('default'),
    awaiting: name('awaiting'),
  }
}
