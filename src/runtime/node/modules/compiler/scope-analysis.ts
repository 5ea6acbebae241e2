/**
 * Uses of some top-level names in a file's code (its imports and exports), found with JavaScript's scope rules:
 * where an import is read or assigned to, which bindings are ever assigned to, and what needs the loader (`import()`,
 * `import.meta`, top-level await).
 */
import type { AnyNode, Function as FunctionNode, Identifier, Pattern, Program, Statement } from 'acorn'
import { hoistedVariables, lexicalNames, patternNames } from './declared-names.ts'

/** A use of a watched name that is not a declaration. */
export interface Reference {
  readonly name: string
  readonly start: number
  readonly end: number
  /** `{ name }`: the text is also a key. */
  readonly shorthand: boolean
  /** The name begins the callee of `new`. */
  readonly newCallee: boolean
  readonly assigned: boolean
}

/** A top-level await: its place, and (unless it is `for await`) the text that it waits for. */
export interface TopLevelAwait {
  readonly start: number
  readonly argument: { readonly start: number; readonly end: number } | null
}

export interface ScopeAnalysis {
  readonly references: readonly Reference[]
  /** Offsets of the `import` of `import(…)`. */
  readonly dynamicImports: readonly number[]
  /** `import.meta` as [start, end]. */
  readonly importMetas: readonly (readonly [number, number])[]
  readonly topLevelAwaits: readonly TopLevelAwait[]
  /** Whether there is a direct call of eval, which may assign to anything. */
  readonly hasDirectEval: boolean
}

type Node = AnyNode

export function analyseScopes(program: Program, watched: ReadonlySet<string>): ScopeAnalysis {
  return new Analyser(watched).run(program)
}

class Analyser {
  readonly #watched: ReadonlySet<string>
  readonly #scopes: ReadonlySet<string>[] = []
  readonly #newCallees = new Set<Node>()
  #functionDepth = 0
  #ordinaryFunctionDepth = 0
  readonly #references: Reference[] = []
  readonly #dynamicImports: number[] = []
  readonly #importMetas: [number, number][] = []
  readonly #topLevelAwaits: TopLevelAwait[] = []
  #hasDirectEval = false

  constructor(watched: ReadonlySet<string>) {
    this.#watched = watched
  }

  run(program: Program): ScopeAnalysis {
    for (const statement of program.body) this.#visit(statement)
    return {
      references: this.#references,
      dynamicImports: this.#dynamicImports,
      importMetas: this.#importMetas,
      topLevelAwaits: this.#topLevelAwaits,
      hasDirectEval: this.#hasDirectEval,
    }
  }

  #visit(node: Node | null | undefined): void {
    if (!node) return
    switch (node.type) {
      case 'Identifier':
        this.#refer(node, false, false)
        return
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
      case 'BreakStatement':
      case 'ContinueStatement':
        return
      case 'ExportNamedDeclaration':
        this.#visit(node.declaration)
        return
      case 'LabeledStatement':
        this.#visit(node.body)
        return
      case 'MetaProperty':
        if (node.meta.name === 'import') this.#importMetas.push([node.start, node.end])
        return
      case 'MemberExpression':
        this.#visit(node.object)
        if (node.computed) this.#visit(node.property)
        return
      case 'Property':
        this.#visitProperty(node)
        return
      case 'MethodDefinition':
      case 'PropertyDefinition':
        if (node.computed) this.#visit(node.key)
        this.#visit(node.value)
        return
      case 'VariableDeclarator':
        this.#visitBindingPattern(node.id)
        this.#visit(node.init)
        return
      case 'AssignmentExpression':
        this.#visitTarget(node.left)
        this.#visit(node.right)
        return
      case 'UpdateExpression':
        this.#visitTarget(node.argument)
        return
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        this.#visitFunction(node)
        return
      default:
        this.#noteSpecialForms(node)
        this.#visitInOwnScope(node)
    }
  }

  #noteSpecialForms(node: Node): void {
    if (node.type === 'ImportExpression') this.#dynamicImports.push(node.start)
    else if (node.type === 'NewExpression') this.#newCallees.add(leftmost(node.callee))
    else if (node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'eval') {
      this.#hasDirectEval = true
    }
    const awaits =
      node.type === 'AwaitExpression' ||
      (node.type === 'ForOfStatement' && node.await) ||
      (node.type === 'VariableDeclaration' && node.kind === 'await using')
    if (!awaits || this.#functionDepth > 0) return
    this.#topLevelAwaits.push({ start: node.start, argument: node.type === 'AwaitExpression' ? node.argument : null })
  }

  /** Statements and expressions that may open a scope; everything else just has children. */
  #visitInOwnScope(node: Node): void {
    switch (node.type) {
      case 'BlockStatement':
        this.#within(lexicalNames(node.body), () => this.#visitChildren(node))
        return
      case 'StaticBlock': {
        const names = [...lexicalNames(node.body), ...hoistedVariables(node.body)]
        this.#within(names, () => this.#visitChildren(node))
        return
      }
      case 'SwitchStatement':
        this.#visit(node.discriminant)
        this.#within(lexicalNames(node.cases.flatMap((clause) => clause.consequent)), () => {
          for (const clause of node.cases) this.#visit(clause)
        })
        return
      case 'ForStatement':
        this.#within(loopNames(node.init), () => this.#visitChildren(node))
        return
      case 'ForInStatement':
      case 'ForOfStatement':
        this.#within(loopNames(node.left), () => {
          if (node.left.type === 'VariableDeclaration') this.#visit(node.left)
          else this.#visitTarget(node.left)
          this.#visit(node.right)
          this.#visit(node.body)
        })
        return
      case 'CatchClause':
        this.#within(node.param ? patternNames(node.param) : [], () => {
          if (node.param) this.#visitBindingPattern(node.param)
          this.#visit(node.body)
        })
        return
      case 'ClassDeclaration':
      case 'ClassExpression':
        this.#within(node.id ? [node.id.name] : [], () => {
          this.#visit(node.superClass)
          this.#visit(node.body)
        })
        return
      default:
        this.#visitChildren(node)
    }
  }

  #visitChildren(node: Node): void {
    for (const value of Object.values(node)) {
      if (Array.isArray(value)) for (const child of value) this.#visitValue(child)
      else this.#visitValue(value)
    }
  }

  #visitValue(value: unknown): void {
    if (value !== null && typeof value === 'object' && typeof (value as Node).type === 'string')
      this.#visit(value as Node)
  }

  #visitProperty(node: Extract<Node, { type: 'Property' }>): void {
    if (node.computed) this.#visit(node.key)
    if (node.shorthand && node.value.type === 'Identifier') this.#refer(node.value, true, false)
    else this.#visit(node.value)
  }

  #visitFunction(node: FunctionNode): void {
    const ordinary = node.type !== 'ArrowFunctionExpression'
    const ownName = node.type === 'FunctionExpression' && node.id ? [node.id.name] : []
    this.#functionDepth++
    if (ordinary) this.#ordinaryFunctionDepth++
    this.#within([...ownName, ...node.params.flatMap((parameter) => patternNames(parameter))], () => {
      for (const parameter of node.params) this.#visitBindingPattern(parameter)
      const { body } = node
      if (body.type !== 'BlockStatement') this.#visit(body)
      else this.#within([...lexicalNames(body.body), ...hoistedVariables(body.body)], () => this.#visitChildren(body))
    })
    if (ordinary) this.#ordinaryFunctionDepth--
    this.#functionDepth--
  }

  /** Visits a pattern that declares names: only its computed keys and default values contain references. */
  #visitBindingPattern(pattern: Pattern): void {
    this.#visitPattern(pattern, () => {})
  }

  /** Visits a pattern (or expression) that is assigned to. */
  #visitTarget(pattern: Node): void {
    this.#visitPattern(pattern as Pattern, (identifier, shorthand) => this.#refer(identifier, shorthand, true))
  }

  #visitPattern(
    pattern: Pattern | null,
    onName: (identifier: Identifier, shorthand: boolean) => void,
    shorthand = false,
  ): void {
    if (!pattern) return
    switch (pattern.type) {
      case 'Identifier':
        onName(pattern, shorthand)
        return
      case 'AssignmentPattern':
        this.#visitPattern(pattern.left, onName, shorthand)
        this.#visit(pattern.right)
        return
      case 'RestElement':
        this.#visitPattern(pattern.argument, onName)
        return
      case 'ArrayPattern':
        for (const element of pattern.elements) this.#visitPattern(element, onName)
        return
      case 'ObjectPattern':
        for (const property of pattern.properties) {
          if (property.type === 'RestElement') this.#visitPattern(property.argument, onName)
          else {
            if (property.computed) this.#visit(property.key)
            this.#visitPattern(property.value, onName, property.shorthand)
          }
        }
        return
      default:
        this.#visit(pattern)
    }
  }

  #refer(identifier: Identifier, shorthand: boolean, assigned: boolean): void {
    const { name, start, end } = identifier
    const undeclaredArguments = name === 'arguments' && this.#ordinaryFunctionDepth === 0
    if (!this.#watched.has(name) && !undeclaredArguments) return
    if (this.#scopes.some((scope) => scope.has(name))) return
    this.#references.push({ name, start, end, shorthand, assigned, newCallee: this.#newCallees.has(identifier) })
  }

  #within(names: readonly string[], visit: () => void): void {
    const shadowing = names.filter((name) => this.#watched.has(name))
    if (shadowing.length === 0) {
      visit()
      return
    }
    this.#scopes.push(new Set(shadowing))
    visit()
    this.#scopes.pop()
  }
}

/** Returns the expression that the text of a callee begins with: `a` of `a.b[c].d`. */
function leftmost(callee: Node): Node {
  let node = callee
  while (node.type === 'MemberExpression') node = node.object
  return node
}

function loopNames(head: Node | null | undefined): string[] {
  return head?.type === 'VariableDeclaration' ? lexicalNames([head as Statement]) : []
}
