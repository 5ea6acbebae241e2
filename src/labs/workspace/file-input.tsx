import type { JSX, RefObject } from 'preact'

interface FileInputProps {
  /** Click its element to ask for a file. */
  input: RefObject<HTMLInputElement | null>
  accept: string
  label: string
  onFile: (file: File) => void
}

/** Reads a file from the learner's disk, at the click of a button of ours. The same file may be chosen twice in a row. */
export function FileInput({ input, accept, label, onFile }: FileInputProps): JSX.Element {
  return (
    <input
      ref={input}
      class="file-input"
      type="file"
      accept={accept}
      tabIndex={-1}
      aria-hidden="true"
      aria-label={label}
      onChange={(event) => {
        const file = event.currentTarget.files?.[0]
        event.currentTarget.value = ''
        if (file) onFile(file)
      }}
    />
  )
}
