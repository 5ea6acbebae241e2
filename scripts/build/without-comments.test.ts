import { describe, expect, test } from 'vitest'
import { withoutComments } from './without-comments.ts'

describe('a source without comments', () => {
  test('has empty lines where only a comment stood, and every other line where it was', () => {
    const source =
      "// head\n'use strict';\n\n/**\n * What it does.\n */\nfunction f() {\n  // inside\n  return 1;\n}\n// end"
    expect(withoutComments(source)).toBe("\n'use strict';\n\n\n\n\nfunction f() {\n\n  return 1;\n}\n")
  })

  test('keeps a comment beside code: an uncaught error shows that line', () => {
    const source = "throw er; // Unhandled 'error' event\n/* a */ f();\nf(/* b */\n  /* c */ 1);"
    expect(withoutComments(source)).toBe(source)
  })

  test('knows what only looks like one', () => {
    const source = 'const a = `\n// text\n`;\nconst b = /[/]/*\n/* text */\n2;\nreturn "\\\n// text"'
    expect(withoutComments(source)).toBe(source.replace('/* text */', ''))
  })
})
