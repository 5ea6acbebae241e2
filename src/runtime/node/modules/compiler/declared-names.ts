/** The names that statements and patterns declare (ECMA-262 BoundNames, LexicallyDeclaredNames, VarDeclaredNames). */
import type { AnyNode, Pattern } from 'acorn'

/** Names bound by a parameter, declarator or catch pattern. */
export function patternNames(pattern: Pattern | null): string[] {
  if (!pattern) return []
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name]
    case 'AssignmentPattern':
      return patternNames(pattern.left)
    case 'RestElement':
      return patternNames(pattern.argument)
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => patternNames(element))
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        patternNames(property.type === 'RestElement' ? property.argument : property.value),
      )
    default:
      return []
  }
}

/** `let`, `const`, `using`, classes and functions declared by these statements themselves. */
export function lexicalNames(statements: readonly AnyNode[]): string[] {
  const names: string[] = []
  for (const statement of statements) {
    if (statement.type === 'VariableDeclaration' && statement.kind !== 'var') {
      for (const declarator of statement.declarations) names.push(...patternNames(declarator.id))
    } else if (statement.type === 'FunctionDeclaration' || statement.type === 'ClassDeclaration') {
      if (statement.id) names.push(statement.id.name)
    }
  }
  return names
}

/** Names of `var` declarations anywhere below these statements, except inside functions. */
export function hoistedVariables(statements: readonly AnyNode[]): string[] {
  const names: string[] = []
  const visit = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return
    if (Array.isArray(value)) {
      value.forEach(visit)
      return
    }
    const node = value as AnyNode
    if (typeof node.type !== 'string' || !mayHoldStatements(node)) return
    if (node.type === 'VariableDeclaration') {
      if (node.kind === 'var') for (const declarator of node.declarations) names.push(...patternNames(declarator.id))
      return
    }
    Object.values(node).forEach(visit)
  }
  statements.forEach(visit)
  return names
}

function mayHoldStatements(node: AnyNode): boolean {
  if (node.type === 'ExportNamedDeclaration') return true
  const statement =
    node.type.endsWith('Statement') && node.type !== 'ExpressionStatement' && node.type !== 'ReturnStatement'
  return statement || node.type === 'VariableDeclaration' || node.type === 'SwitchCase' || node.type === 'CatchClause'
}
