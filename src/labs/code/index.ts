/**
 * Program text outside the editor: in a lesson's figure, and in the lab before the editor has loaded. Colors tokens and
 * nothing more. Runs at build time and in the page, without Monaco.
 */
export { type CodeToken, highlightLines, type TokenKind } from './highlight.ts'
