import { signal } from '@preact/signals'

/** Packet of a figure that another part of the page points at: an explanation's evidence. */
export const focus = signal<{ figure: string; packet: number } | null>(null)

/** Marks a packet in the figure and scrolls the figure into view. */
export function showPacket(figure: string, packet: number): void {
  focus.value = { figure, packet }
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  document.getElementById(figureId(figure))?.scrollIntoView({ block: 'center', behavior: still ? 'auto' : 'smooth' })
}

export function figureId(figure: string): string {
  return `figure-${figure}`
}
