import * as monaco from 'monaco-editor/editor'

/** Longer than what a keyboard sends at once, shorter than what anybody pastes on purpose. */
const LONGEST_WORD = 40

/**
 * Takes long texts that arrive as typed (from a phone's clipboard bar, dictation, or a tool) as one paste. The editor would type
 * them letter by letter, closing brackets on the way: 2,000 lines took over a minute.
 */
export function pasteBulkInput(): void {
  monaco.editor.registerCommand('type', (_services, { text }: { text: string }) => {
    const editor = monaco.editor.getEditors().find((one) => one.hasTextFocus())
    const isBulk = text.length > LONGEST_WORD || (text.length > 1 && text.includes('\n'))
    if (isBulk) editor?.trigger('keyboard', 'paste', { text, pasteOnNewLine: false, multicursorText: null, mode: null })
    else editor?.trigger('keyboard', 'type', { text })
  })
}
