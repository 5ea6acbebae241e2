import * as monaco from 'monaco-editor/editor'
import type { LineMark } from './code-editor.ts'
import type { Models } from './models.ts'

/** Lines marked by the page: a red line, with its message below. */
export class Marks {
  readonly #editor: monaco.editor.IStandaloneCodeEditor
  readonly #models: Models
  readonly #decorations: monaco.editor.IEditorDecorationsCollection
  #marks: readonly LineMark[] = []
  #zones: string[] = []

  constructor(editor: monaco.editor.IStandaloneCodeEditor, models: Models) {
    this.#editor = editor
    this.#models = models
    this.#decorations = editor.createDecorationsCollection()
  }

  set(marks: readonly LineMark[]): void {
    this.#marks = marks
    this.draw()
  }

  draw(): void {
    const model = this.#editor.getModel()
    const here = this.#marks.filter((mark) => this.#models.get(mark.file) === model)
    this.#decorations.set(
      here.map(({ line }) => ({
        range: new monaco.Range(line, 1, line, 1),
        options: { isWholeLine: true, className: 'line-error', linesDecorationsClassName: 'line-error-edge' },
      })),
    )
    this.#editor.changeViewZones((accessor) => {
      for (const zone of this.#zones) accessor.removeZone(zone)
      this.#zones = here.map(({ line, message }) => {
        const domNode = document.createElement('div')
        domNode.className = 'line-message'
        domNode.textContent = message
        return accessor.addZone({ afterLineNumber: line, heightInPx: 21, domNode })
      })
    })
  }
}
