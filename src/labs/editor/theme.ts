import type { editor } from 'monaco-editor/editor'

/** Builds Monaco's theme from the page's tokens, so that keyword colors are defined once. */
export function themeFromTokens(): editor.IStandaloneThemeData {
  const styles = getComputedStyle(document.documentElement)
  const token = (name: string) => sixDigits(styles.getPropertyValue(`--${name}`).trim())
  const rule = (scope: string, name: string, fontStyle?: string) => ({
    token: scope,
    foreground: token(name).slice(1),
    ...(fontStyle === undefined ? {} : { fontStyle }),
  })
  return {
    base: isDark() ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      rule('', 'ink'),
      rule('keyword', 'code-keyword'),
      rule('string', 'code-string'),
      rule('number', 'code-number'),
      rule('comment', 'code-comment', 'italic'),
      rule('regexp', 'code-string'),
      rule('identifier', 'ink'),
      rule('type', 'code-function'),
      rule('delimiter', 'ink-2'),
    ],
    colors: {
      'editor.background': token('surface'),
      'editor.foreground': token('ink'),
      'editorLineNumber.foreground': token('gutter'),
      'editorLineNumber.dimmedForeground': token('gutter'),
      'editorLineNumber.activeForeground': token('ink'),
      'editor.lineHighlightBackground': token('sunken'),
      'editor.lineHighlightBorder': '#00000000',
      'editorCursor.foreground': token('ink'),
      'editorIndentGuide.background1': token('line'),
      'editorWidget.background': token('surface'),
      'editorWidget.border': token('line-strong'),
      focusBorder: token('focus'),
      // Yellow means "this one" and nothing else: brackets of all depths are ink, not Monaco's rainbow.
      ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`editorBracketHighlight.foreground${n}`, token('ink-2')])),
    },
  }
}

/** Expands `#fff` to `#ffffff`: minifiers shorten colors, and Monaco rejects that. */
function sixDigits(colour: string): string {
  return /^#[\da-f]{3}$/i.test(colour) ? colour.replace(/[\da-f]/gi, '$&$&') : colour
}

export function isDark(): boolean {
  return document.documentElement.dataset.theme === 'dark'
}
