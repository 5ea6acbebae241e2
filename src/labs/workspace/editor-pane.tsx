import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { strings } from '../../strings/index.ts'
import { highlightLines } from '../code/index.ts'
import { type CodeEditor, createEditor } from '../editor/index.ts'
import type { LabCommands } from './commands.ts'
import type { Workspace } from './workspace.ts'

const words = strings.lab

/** The learner's files. Until Monaco is there, their text stands in its place, coloured and readable. */
export function EditorPane({ workspace, commands }: { workspace: Workspace; commands: LabCommands }): JSX.Element {
  const { exercise, files, openFile } = workspace
  const element = useRef<HTMLDivElement>(null)
  const [editor, setEditor] = useState<CodeEditor | null>(null)
  useEffect(() => mountEditor(element.current!, workspace, commands, setEditor), [workspace, commands])
  useFollowing(editor, workspace)
  const isGenerated = openFile.value in exercise.generated
  const names = [...Object.keys(exercise.starter), ...Object.keys(exercise.generated)]
  return (
    <section class="pane editor-pane" aria-label={words.panes.code}>
      <div class="tabs">
        {names.map((name) => (
          <button
            key={name}
            type="button"
            class="tab"
            aria-pressed={name === openFile.value}
            onClick={() => {
              openFile.value = name
            }}
          >
            {name}
            {files.texts.value[name] !== undefined && files.texts.value[name] !== exercise.starter[name] && (
              <span class="changed" role="img" aria-label={words.changed} />
            )}
          </button>
        ))}
        <span class="spacer" />
        <div class="tools">
          <button type="button" class="icon-button" title={words.resetTitle} onClick={commands.reset}>
            {words.reset}
          </button>
        </div>
      </div>
      {isGenerated && <p class="note">{words.generated}</p>}
      <div class="body editor-body">
        <div class="editor" ref={element} />
        {!editor && <StaticCode text={files.texts.value[openFile.value] ?? exercise.generated[openFile.value] ?? ''} />}
      </div>
    </section>
  )
}

function StaticCode({ text }: { text: string }): JSX.Element {
  return (
    <pre class="code static-code" role="group" tabIndex={0} aria-label={strings.editor.loading}>
      {highlightLines(text).map((line, index) => (
        <span class="code-line" key={index}>
          <span class="line-number">{index + 1}</span>
          <span>
            {line.map((token) => (token.kind === 'plain' ? token.text : <span class={token.kind}>{token.text}</span>))}
          </span>
        </span>
      ))}
    </pre>
  )
}

/** Makes Monaco once the page has been painted. Returns what undoes it. */
function mountEditor(
  element: HTMLElement,
  { exercise, files, openFile }: Workspace,
  commands: LabCommands,
  ready: (editor: CodeEditor) => void,
): () => void {
  let editor: CodeEditor | null = null
  let isGone = false
  void createEditor(element, {
    files: { ...files.texts.value, ...exercise.generated },
    readOnly: new Set(Object.keys(exercise.generated)),
    open: openFile.value,
    ariaLabel: strings.editor.label,
    onChange: (file, text) => files.change(file, text),
    commands,
  }).then((made) => {
    if (isGone) return made.dispose()
    editor = made
    performance.mark('ackademy:editor-usable')
    ready(made)
  })
  return () => {
    isGone = true
    editor?.dispose()
  }
}

/** The editor does what the page asks: open a file, mark and show a line, take back a reset. */
function useFollowing(editor: CodeEditor | null, workspace: Workspace): void {
  const { openFile, marks, reveal, replaced } = workspace
  useEffect(() => editor?.open(openFile.value), [editor, openFile.value])
  useEffect(() => editor?.mark(marks.value), [editor, marks.value])
  useEffect(() => {
    if (reveal.value) editor?.reveal(reveal.value.file, reveal.value.line)
  }, [editor, reveal.value])
  useEffect(() => {
    for (const [file, text] of Object.entries(replaced.value ?? {})) editor?.replace(file, text)
  }, [editor, replaced.value])
}
