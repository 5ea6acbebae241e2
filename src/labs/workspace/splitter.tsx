import type { Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { strings } from '#strings'

interface SplitterProps {
  /** Share of the space for the pane before it, 0 to 1. */
  share: Signal<number>
  initial: number
  direction: 'columns' | 'rows'
  /** The panes that it separates, for its label. */
  between: string
}

const STEP = 16
const LIMITS = [0.15, 0.85] as const

/** A splitter between two panes: dragged, moved by arrow keys in steps of 16 pixels, reset by a double click. */
export function Splitter({ share, initial, direction, between }: SplitterProps): JSX.Element {
  const room = (element: HTMLElement) => {
    const box = element.parentElement!.getBoundingClientRect()
    return direction === 'columns' ? { start: box.left, size: box.width } : { start: box.top, size: box.height }
  }
  const set = (value: number) => {
    share.value = Math.min(LIMITS[1], Math.max(LIMITS[0], value))
  }
  return (
    <div
      class={`splitter ${direction}`}
      role="separator"
      tabIndex={0}
      aria-orientation={direction === 'columns' ? 'vertical' : 'horizontal'}
      aria-label={strings.lab.splitter(between)}
      aria-valuenow={Math.round(share.value * 100)}
      aria-valuemin={LIMITS[0] * 100}
      aria-valuemax={LIMITS[1] * 100}
      onDblClick={() => {
        share.value = initial
      }}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
        const { start, size } = room(event.currentTarget)
        set(((direction === 'columns' ? event.clientX : event.clientY) - start) / size)
      }}
      onKeyDown={(event) => {
        const back = direction === 'columns' ? 'ArrowLeft' : 'ArrowUp'
        const on = direction === 'columns' ? 'ArrowRight' : 'ArrowDown'
        if (event.key !== back && event.key !== on) return
        event.preventDefault()
        set(share.value + ((event.key === on ? 1 : -1) * STEP) / room(event.currentTarget).size)
      }}
    />
  )
}
