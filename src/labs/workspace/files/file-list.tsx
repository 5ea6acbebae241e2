import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { strings } from '#strings'
import { providedFiles } from '../lab-exercise.ts'
import { FILE_NAME } from '../saved/index.ts'
import type { Workspace } from '../workspace.ts'

const words = strings.files

/** Lists all files by folder. The learner's own can be renamed, deleted and added. */
export function FileList({ workspace }: { workspace: Workspace }): JSX.Element {
  const { exercise, openFile } = workspace
  const renaming = useSignal<string | null>(null)
  const problem = useSignal<string | null>(null)
  const names = Object.keys(workspace.allFiles()).sort()
  const check = (name: string): boolean => {
    problem.value = !FILE_NAME.test(name) ? words.bad : name in workspace.allFiles() ? words.taken(name) : null
    return problem.value === null
  }
  const provided = providedFiles(exercise)
  const own = names.filter((name) => !(name in exercise.starter) && !(name in provided))
  const kindOf = (name: string) =>
    name in exercise.given ? words.given : name in exercise.generated ? words.readOnly : words.fixed
  return (
    <div class="file-list" role="group" aria-label={words.title}>
      <ul>
        {names.map((name) => (
          <li key={name} class={name === openFile.value ? 'on' : undefined}>
            {renaming.value === name ? (
              <NameField
                label={words.newName(name)}
                initial={name}
                onName={(next) => {
                  if (next !== name && !check(next)) return
                  if (next !== name) workspace.renameFile(name, next)
                  renaming.value = null
                }}
                onCancel={() => {
                  renaming.value = null
                }}
              />
            ) : (
              <>
                <button type="button" class="file-name" onClick={() => (openFile.value = name)}>
                  {name}
                </button>
                {own.includes(name) ? (
                  <>
                    <button
                      type="button"
                      class="icon-button"
                      aria-label={words.rename(name)}
                      title={words.rename(name)}
                      onClick={() => (renaming.value = name)}
                    >
                      ✎
                    </button>
                    <button
                      type="button"
                      class="icon-button"
                      aria-label={words.remove(name)}
                      title={words.remove(name)}
                      onClick={() => workspace.removeFile(name)}
                    >
                      ✕
                    </button>
                  </>
                ) : (
                  <small>{kindOf(name)}</small>
                )}
              </>
            )}
          </li>
        ))}
      </ul>
      <NameField
        label={words.addName}
        initial=""
        button={words.add}
        onName={(name) => {
          if (check(name)) workspace.addFile(name)
        }}
      />
      {problem.value && (
        <p class="error" role="alert">
          {problem.value}
        </p>
      )}
      {own.length > 0 && !exercise.handsIn.others && <p class="note">{words.onlyHere(own.join(', '))}</p>}
    </div>
  )
}

interface NameFieldProps {
  label: string
  initial: string
  button?: string
  onName: (name: string) => void
  onCancel?: () => void
}

function NameField({ label, initial, button, onName, onCancel }: NameFieldProps): JSX.Element {
  return (
    <form
      class="name-field"
      onSubmit={(event) => {
        event.preventDefault()
        const field = event.currentTarget.elements.namedItem('name') as HTMLInputElement
        onName(field.value.trim())
        if (!onCancel) field.value = ''
      }}
    >
      <input
        name="name"
        type="text"
        aria-label={label}
        placeholder={label}
        spellcheck={false}
        autocomplete="off"
        defaultValue={initial}
        onKeyDown={(event) => event.key === 'Escape' && onCancel?.()}
      />
      {button && (
        <button type="submit" class="button">
          {button}
        </button>
      )}
    </form>
  )
}
