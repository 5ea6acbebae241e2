/**
 * The code editor: Monaco with TypeScript and Node's types, loaded on demand. Only `monaco.ts` and its imports know
 * Monaco; the lab sees `CodeEditor`. No program runs here.
 */
export type { Caret, CodeEditor, CodeEditorOptions, LineMark, SentByLine } from './code-editor.ts'

/** Loads Monaco (about 1 MB compressed) and creates an editor in `element`. */
export async function createEditor(
  element: HTMLElement,
  options: import('./code-editor.ts').CodeEditorOptions,
): Promise<import('./code-editor.ts').CodeEditor> {
  const { createMonacoEditor } = await import('./monaco.ts')
  return createMonacoEditor(element, options)
}
