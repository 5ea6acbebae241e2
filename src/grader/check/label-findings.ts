import type { LoadedExercise } from '../exercise/index.ts'
import { type AnyNode, nodesBelow, parseModule } from '../mutants/index.ts'
import { type Finding, note, problem } from './findings.ts'

/** Every `expect` of a test says what it looks at: a learner does not see the test, and hints belong to that label. */
export function checkLabels({ tests, hints }: LoadedExercise): Finding[] {
  const bare = Object.entries(tests).flatMap(([file, text]) => bareExpects(file, text))
  if (bare.length === 0) return []
  if (hints.version === 1) {
    const some = bare.slice(0, 3).join(', ')
    return [note('tests', `${bare.length} expects have no label (${some}${bare.length > 3 ? ' …' : ''})`)]
  }
  return bare.map((place) => problem(`tests/${place}`, "has no label: expect(value, 'the answer to PING')"))
}

/** `practice.test.ts:12` */
function bareExpects(file: string, text: string): string[] {
  const parsed = parseModule(text, file)
  if (!parsed) return []
  return [...nodesBelow(parsed.program)].flatMap(([node]) =>
    isBareExpect(node) ? `${file}:${parsed.source.slice(0, node.start).split('\n').length}` : [],
  )
}

function isBareExpect(node: AnyNode): boolean {
  const callee = node.callee as AnyNode | undefined
  return (
    node.type === 'CallExpression' &&
    callee?.type === 'Identifier' &&
    callee.name === 'expect' &&
    (node.arguments as unknown[]).length < 2
  )
}
