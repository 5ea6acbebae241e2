/**
 * Program text as it is shown outside the editor: in a lesson's figure, and in the lab before the editor has loaded. Colours
 * tokens, nothing more; it runs at build time and in the page, and knows nothing of Monaco.
 */
export { type CodeToken, highlightLines, type TokenKind } from './highlight.ts'
