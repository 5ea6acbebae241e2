import type { JSX } from 'preact'

interface StepButtonProps {
  /** The packet it leads to. */
  to: { readonly number: number } | undefined
  text: string
  label: string
  onSelect: (packet: number) => void
}

/** Goes to the previous or next packet of a view that shows one. */
export function StepButton({ to, text, label, onSelect }: StepButtonProps): JSX.Element {
  return (
    <button
      type="button"
      class="step-button"
      aria-label={label}
      title={label}
      disabled={!to}
      onClick={() => to && onSelect(to.number)}
    >
      {text}
    </button>
  )
}
