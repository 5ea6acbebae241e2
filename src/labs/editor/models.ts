import * as monaco from 'monaco-editor/editor'

/** Texts of the editor, one per file, under the names that programs see. */
export class Models {
  readonly #models = new Map<string, monaco.editor.ITextModel>()
  readonly #onChange: (file: string, text: string) => void

  constructor(files: Readonly<Record<string, string>>, onChange: (file: string, text: string) => void) {
    this.#onChange = onChange
    for (const [file, text] of Object.entries(files)) this.add(file, text)
  }

  get(file: string): monaco.editor.ITextModel | undefined {
    return this.#models.get(file)
  }

  nameOf(model: monaco.editor.ITextModel | null): string | undefined {
    return [...this.#models].find(([, one]) => one === model)?.[0]
  }

  add(file: string, text: string): monaco.editor.ITextModel {
    const model = monaco.editor.createModel(text, languageOf(file), monaco.Uri.parse(`file:///work/${file}`))
    model.onDidChangeContent(() => this.#onChange(file, model.getValue()))
    this.#models.set(file, model)
    return model
  }

  /** Removes all other files. */
  keepOnly(files: readonly string[]): void {
    for (const [file, model] of [...this.#models]) {
      if (files.includes(file)) continue
      this.#models.delete(file)
      model.dispose()
    }
  }

  dispose(): void {
    this.keepOnly([])
  }
}

function languageOf(file: string): string {
  if (/\.[cm]?ts$/.test(file)) return 'typescript'
  return /\.[cm]?js$/.test(file) ? 'javascript' : 'plaintext'
}
