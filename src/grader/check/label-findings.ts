import type { LoadedExercise } from '../exercise/index.ts'
import { type AnyNode, nodesBelow, parseModule } from '../mutants/index.ts'
import { type Finding, problem } from './findings.ts'

/** Checks that every `expect` of a test has a label: a learner does not see the test, and hints refer to the label. */
export function checkLabels({ tests }: LoadedExercise): Finding[] {
  const bare = Object.entries(tests).flatMap(([file, text]) => bareExpects(file, text))
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
