/**
 * Program text outside the editor: in a lesson's figure, in the lab before the editor has loaded, and as the difference between two
 * versions. Runs at build time and in the page, without Monaco.
 */
export { type DiffRow, diffLines } from './diff-lines.ts'
export { type CodeToken, highlightLines, type TokenKind } from './highlight.ts'
