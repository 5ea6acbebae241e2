import './monaco-features.ts'
import * as monaco from 'monaco-editor/editor'
import EditorWorker from 'monaco-editor/editor/editor.worker.js?worker'
import TypeScriptWorker from 'monaco-editor/language/typescript/ts.worker.js?worker'
import styles from '../../../generated/monaco/monaco.css?inline'
import { pasteBulkInput } from './bulk-input.ts'
import type { CodeEditor, CodeEditorOptions } from './code-editor.ts'
import { Marks } from './marks.ts'
import { Models } from './models.ts'
import { configureTypeScript, loadNodeTypes } from './node-types.ts'
import { SentMarks } from './sent-marks.ts'
import { isDark, themeFromTokens } from './theme.ts'

/**
 * Resolves on the first focus of or pointer over an editor: only then are programs checked. TypeScript takes seconds on
 * a slow processor, and not every visitor edits.
 */
const attended = Promise.withResolvers<void>()
void attended.promise.then(loadNodeTypes)

self.MonacoEnvironment = {
  getWorker: (_id, label) =>
    label === 'typescript' || label === 'javascript'
      ? attended.promise.then(() => new TypeScriptWorker())
      : new EditorWorker(),
}

pasteBulkInput()

/** Creates the editor. Call `createEditor` instead, which loads this file on demand. */
export function createMonacoEditor(element: HTMLElement, options: CodeEditorOptions): CodeEditor {
  addStyles()
  configureTypeScript()
  followTheme()
  const models = new Models(options.files, options.onChange)
  const editor = monaco.editor.create(element, {
    model: models.get(options.open) ?? null,
    readOnly: options.readOnly.has(options.open),
    ariaLabel: options.ariaLabel(options.open),
    automaticLayout: true,
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mono'),
    fontLigatures: false,
    fontSize: innerWidth >= 1700 ? 13.5 : 12.5,
    lineHeight: innerWidth >= 1700 ? 23 : 21,
    lineNumbersMinChars: 3,
    lineDecorationsWidth: 26,
    minimap: { enabled: false },
    padding: { top: 8, bottom: 8 },
    scrollBeyondLastLine: false,
    overviewRulerLanes: 0,
    renderLineHighlight: 'line',
    tabSize: 2,
    wordWrap: 'on',
    wrappingIndent: 'indent',
    scrollbar: { horizontalScrollbarSize: 8, verticalScrollbarSize: 8 },
    fixedOverflowWidgets: true,
  })
  addCommands(editor, options.commands)
  for (const sign of ['focusin', 'pointermove'])
    element.addEventListener(sign, () => attended.resolve(), { once: true })
  const marks = new Marks(editor, models)
  const sentMarks = new SentMarks(editor, models, options)
  return {
    open(file) {
      const model = models.get(file)
      if (!model || editor.getModel() === model) return
      editor.setModel(model)
      editor.updateOptions({ readOnly: options.readOnly.has(file), ariaLabel: options.ariaLabel(file) })
      marks.draw()
      sentMarks.draw()
    },
    replace(file, text) {
      const model = models.get(file)
      if (!model) {
        models.add(file, text)
        return
      }
      if (model.getValue() === text) return
      model.pushStackElement()
      model.pushEditOperations([], [{ range: model.getFullModelRange(), text }], () => null)
      model.pushStackElement()
    },
    keepOnly: (files) => models.keepOnly(files),
    mark: (next) => marks.set(next),
    showSent: (sent, here) => sentMarks.set(sent, here),
    reveal(file, line) {
      this.open(file)
      editor.revealLineInCenterIfOutsideViewport(line)
      editor.setPosition({ lineNumber: line, column: 1 })
      editor.focus()
    },
    readAloud: (is) => editor.updateOptions({ accessibilitySupport: is ? 'on' : 'auto' }),
    goOn({ line, column }, typed) {
      const at = monaco.Range.fromPositions({ lineNumber: line, column })
      editor.setPosition(at.getStartPosition())
      editor.focus()
      if (typed !== '') editor.executeEdits('typed', [{ range: at, text: typed, forceMoveMarkers: true }])
    },
    dispose() {
      editor.dispose()
      models.dispose()
    },
  }
}

function addCommands(editor: monaco.editor.IStandaloneCodeEditor, commands: CodeEditorOptions['commands']): void {
  const { CtrlCmd, Shift } = monaco.KeyMod
  editor.addCommand(CtrlCmd | monaco.KeyCode.Enter, commands.run)
  editor.addCommand(CtrlCmd | Shift | monaco.KeyCode.Enter, commands.check)
  editor.addCommand(CtrlCmd | monaco.KeyCode.Period, commands.stop)
}

/** Once per page; `scripts/build/monaco-styles.ts` explains why the styles are added this way. */
function addStyles(): void {
  const id = 'monaco-styles'
  if (document.getElementById(id)) return
  const element = document.createElement('style')
  element.id = id
  element.textContent = styles
  document.head.append(element)
}

/** The editor's theme follows the page's. */
function followTheme(): void {
  const apply = () => {
    const name = isDark() ? 'ackademy-dark' : 'ackademy-light'
    monaco.editor.defineTheme(name, themeFromTokens())
    monaco.editor.setTheme(name)
  }
  apply()
  new MutationObserver(apply).observe(document.documentElement, { attributeFilter: ['data-theme'] })
}
