import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Item } from '#grader/questions/index.ts'
import { type Answer, hexBytes } from '#grader/questions/judging/index.ts'
import { strings } from '#strings'

const words = strings.quiz
const ROW = 16

interface BytesFieldProps {
  item: Extract<Item, { kind: 'bytes' }>
  answer: Extract<Answer, { kind: 'bytes' }>
  onChange: (answer: Answer) => void
}

/** Bytes to select: the first press starts, the second ends; Shift with arrow keys by keyboard. */
export function BytesField({ item, answer, onChange }: BytesFieldProps): JSX.Element {
  const bytes = hexBytes(item.bytes)
  const cursor = useSignal(0)
  const [from, to] = answer.pick
  const pick = (offset: number, extends_: boolean) => {
    const begin = extends_ && from >= 0 ? from : offset
    onChange({ kind: 'bytes', pick: [Math.min(begin, offset), Math.max(begin, offset)] })
  }
  const onKey = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    if (step === undefined) return
    event.preventDefault()
    cursor.value = Math.min(bytes.length - 1, Math.max(0, cursor.value + step))
    const target = (event.currentTarget as HTMLElement).querySelector<HTMLElement>(`[data-offset="${cursor.value}"]`)
    target?.focus()
    if (event.shiftKey) pick(cursor.value, true)
  }
  return (
    <div class="bytes-field" role="group" aria-label={words.bytes(bytes.length)} onKeyDown={onKey}>
      {Array.from({ length: Math.ceil(bytes.length / ROW) }, (_, row) => (
        <div key={row}>
          <span aria-hidden="true">{(row * ROW).toString(16).padStart(4, '0')}</span>
          {Array.from(bytes.subarray(row * ROW, (row + 1) * ROW), (byte, index) => {
            const offset = row * ROW + index
            return (
              <button
                key={offset}
                type="button"
                data-offset={offset}
                tabIndex={offset === cursor.value ? 0 : -1}
                aria-pressed={offset >= from && offset <= to}
                aria-label={words.byte(offset, byte.toString(16).padStart(2, '0'))}
                onClick={(event) => {
                  cursor.value = offset
                  pick(offset, event.shiftKey || (from === to && from >= 0 && from !== offset))
                }}
              >
                {byte.toString(16).padStart(2, '0')}
              </button>
            )
          })}
        </div>
      ))}
      <p>{from < 0 ? words.pickBytes : words.picked(from, to)}</p>
    </div>
  )
}

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -ROW, ArrowDown: ROW }
