import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { strings } from '#strings'
import type { LabCommands } from '../commands.ts'
import type { Workspace } from '../workspace.ts'
import { FileList } from './file-list.tsx'

const words = strings.lab

/** The files as tabs, the list of all files, and actions on all of them. */
export function FileTabs({ workspace, commands }: { workspace: Workspace; commands: LabCommands }): JSX.Element {
  const { exercise, files, openFile } = workspace
  const isListed = useSignal(false)
  const names = Object.keys(workspace.allFiles())
  const isChanged = (name: string) =>
    files.texts.value[name] !== undefined && files.texts.value[name] !== exercise.starter[name]
  return (
    <>
      <div class="tabs">
        <div class="file-tabs">
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
              {isChanged(name) && <span class="changed" role="img" aria-label={words.changed} />}
            </button>
          ))}
        </div>
        <span class="spacer" />
        <div class="tools">
          <button
            type="button"
            class="icon-button"
            aria-expanded={isListed.value}
            onClick={() => {
              isListed.value = !isListed.value
            }}
          >
            {strings.files.open}
          </button>
          <SolutionButton workspace={workspace} />
          <button type="button" class="icon-button" title={words.resetTitle} onClick={commands.reset}>
            {words.reset}
          </button>
        </div>
      </div>
      {isListed.value && <FileList workspace={workspace} />}
    </>
  )
}

/** Shown where the course shows solutions; until it opens, the dialog says what opens it. */
function SolutionButton({ workspace }: { workspace: Workspace }): JSX.Element | null {
  const { solution } = workspace.exercise
  if (!solution) return null
  return (
    <button
      type="button"
      class="icon-button"
      onClick={() => {
        workspace.dialog.value = 'solution'
      }}
    >
      {strings.solution.open}
    </button>
  )
}
