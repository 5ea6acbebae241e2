import { expect, test } from 'vitest'
import { mdxProblems } from './mdx.ts'

test('a text that compiles has no problem', () => {
  expect(mdxProblems('prompt.mdx', '# Task\n\nWait <Param name="ms" /> ms.\n')).toEqual([])
})

test('an expression that does not parse is named with its place and what to do', () => {
  expect(mdxProblems('prompt.mdx', '# Task\n\nSend { 1 + }.\n')).toEqual([
    'prompt.mdx:3:12: cannot read this expression: Unexpected token; put a brace or < that is meant as text between backquotes',
  ])
})

test('a tag without an end is named', () => {
  expect(mdxProblems('prompt.mdx', 'One.\n\n<Aside>\n\nTwo.\n')).toEqual([
    'prompt.mdx:3:1: expected a closing tag for `<Aside>` (3:1)',
  ])
})
