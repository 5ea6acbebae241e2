import type { JSX } from 'preact'
import { strings } from '#strings'

interface ErrorPlaceProps {
  place: { file: string; line: number; column?: number | undefined; why?: string | undefined }
  onGo: (file: string, line: number) => void
}

/** The line of the learner's file that an error or an endless loop stopped at, as the editor marks it. */
export function ErrorPlace({ place, onGo }: ErrorPlaceProps): JSX.Element {
  const { file, line, column, why } = place
  return (
    <div class="error-place">
      <div>
        <code>{[file, line, ...(column === undefined ? [] : [column])].join(':')}</code>
        {why && <p>{why}</p>}
      </div>
      <button type="button" class="button" onClick={() => onGo(file, line)}>
        {strings.trouble.goToLine(line)}
      </button>
    </div>
  )
}
